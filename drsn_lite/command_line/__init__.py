"""python -m drsn_lite COMMAND: the commands, one file each, and what all of them share."""
