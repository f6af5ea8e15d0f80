# make lab is all a learner needs; `make` alone lists the rest.
#
#   PYTHON=/path/to/python3.12                            use this Python for .venv
#   TORCH_INDEX=https://download.pytorch.org/whl/cpu      take torch from there
#   LAB_FLAGS=--no-browser                                more flags for JupyterLab
#   PYTEST_FLAGS="-k noise"                               more flags for pytest
#   WORKERS=2                                             processes that run tests, else this one

.DEFAULT_GOAL := help
.PHONY: help lab check test book book-serve format bench checkpoints clean

RUN := .venv/bin/python
WORKERS := 0
QUICK := $(addprefix tests/,core datasets drawing project/test_house.py)
FRONTENDS := notebook collaboration
PARTS := thresholds steps profiling inference panel_frames course scaling
PIP := $(RUN) -m pip install -qq --disable-pip-version-check -c constraints.txt
export PYTHON

# A .venv holds absolute paths: in a folder that was moved or copied it is made again.
ifneq ($(shell cat .venv/.made-in 2>/dev/null),$(CURDIR))
.PHONY: moved
.venv/.lab: moved
endif

help:
	@echo "make lab          open the lessons in JupyterLab (the first time installs into .venv)"
	@echo "make check        the quick checks: style, types, core, data sets, drawing"
	@echo "make test         all checks"
	@echo "make book         build the web book in book/_build/html (minutes the first time)"
	@echo "make book-serve   the same, and serve it at http://127.0.0.1:8000"
	@echo "make format       format the code, clean the notebooks"
	@echo "make bench        measure the speed of panels and networks"
	@echo "make checkpoints  train the networks of the lessons again"
	@echo "make clean        remove .venv and caches"

lab: .venv/.lab
	@echo "JupyterLab runs until you press Ctrl-C here."
	@PATH="$(CURDIR)/.venv/bin:$$PATH" JUPYTER_PATH= JUPYTER_PREFER_ENV_PATH=1 \
	JUPYTER_CONFIG_PATH="$(CURDIR)$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
	$(RUN) -m jupyterlab --ip=127.0.0.1 --ServerApp.root_dir="$(CURDIR)" \
		--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.news_url=None \
		--LanguageServerManager.autodetect=False \
		--Application.log_level=ERROR --ServerApp.answer_yes=True \
		$(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_FLAGS)

# QUICK tests know no lesson, and the mark leaves out what looks for the files of a data set.
check: .venv/.test
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy
	@$(RUN) -m pytest -n $(WORKERS) -m "not data" $(QUICK) $(PYTEST_FLAGS)

test: .venv/.test
	@$(RUN) -m pytest -n $(WORKERS) --no-loadscope-reorder $(PYTEST_FLAGS)

book: .venv/.book
	@$(RUN) -m book

book-serve: book
	@$(RUN) -m http.server --bind 127.0.0.1 --directory book/_build/html 8000

format: .venv/.test
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix .
	@$(RUN) scripts/clean_notebooks.py notebooks/*.ipynb
	@$(RUN) scripts/address.py

bench: .venv/.test
	@for part in $(PARTS); do $(RUN) benchmarks/$$part.py || exit 1; done
	@$(RUN) benchmarks/panel_latency.py --save

checkpoints: .venv/.lab
	@$(RUN) -m drsn_lite.studies spine

clean:
	@rm -rf .venv build dist book/_build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .jupyter-run
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.lab: pyproject.toml constraints.txt
	@sh scripts/venv.sh
	@echo "Installing the packages of the lessons into .venv: some minutes, about 2 GB, once."
	@$(if $(TORCH_INDEX),$(PIP) --no-deps --index-url "$(TORCH_INDEX)" torch)
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation -e ".[lab]"
	@touch $@

.venv/.book: .venv/.lab
	@echo "Installing what the book needs besides."
	@$(PIP) --no-build-isolation -e ".[lab,book]"
	@touch $@

.venv/.test: .venv/.lab requirements-oracle.txt $(FRONTENDS:%=tests/browser/%.txt)
	@echo "Installing what the tests need besides."
	@$(PIP) --no-build-isolation -e ".[lab,test]"
	@$(PIP) --no-deps -r requirements-oracle.txt
	@rm -rf $(FRONTENDS:%=.venv/%)
	@for one in $(FRONTENDS); do \
		$(PIP) --no-deps --target .venv/$$one -r tests/browser/$$one.txt || exit 1; done
	@touch $@
