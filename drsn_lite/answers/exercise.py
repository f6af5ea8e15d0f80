"""An exercise, as the rooms of the lessons hold them: each `exercises.py` has a tuple `EXERCISES`.

An exercise is a truth, probes to try an answer on, and misconceptions. A misconception is the
*wrong answer itself*, written out as code or a value, with a plain explanation: an answer that
does the same as it on every probe is named after it. `judge` compares; nothing here does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class Refusal(Exception):
    """Ends a check early. An `apply` may raise it to say in its own words what it met.

    Parameters
    ----------
    slug : str
        The name of the mistake, as in `Misconception`.
    message : str
        What the learner reads; the first line stands for itself.
    """

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug
        self.message = message


@dataclass(frozen=True)
class Misconception:
    """A wrong answer with a name.

    Attributes
    ----------
    slug : str
        Its stable name, such as "hard-instead-of-soft".
    wrong : callable or value
        What somebody with this misconception would hand in: of the same kind as the truth.
        Where the truth is a dict, it may hold only the telling entries; where it is a tuple, `...`
        stands for a part that may be anything.
    why : str
        One or two plain sentences: what it does instead, and what to change.
    """

    slug: str
    wrong: Any
    why: str


@dataclass(frozen=True)
class Property:
    """What every right answer has, whatever else is wrong with it.

    Attributes
    ----------
    slug : str
        The name of the mistake of whoever lacks it.
    holds : callable
        `holds(result, *arguments)`: whether a result, an array of the right shape, has it.
    why : str
        What is said where it is missing.
    any_shape : bool
        Whether it may be asked of another shape than the right one, with as many axes.
    """

    slug: str
    holds: Callable[..., bool]
    why: str
    any_shape: bool = False


@dataclass(frozen=True)
class Exercise:
    """What `check(name, answer)` compares an answer with.

    Attributes
    ----------
    name : str
        The name that learners type.
    truth : callable or value
        The right answer: a function (or class) to be tried on the probes, a number or array, a
        word, a tuple of these, or a dict of them. Words are compared without regard to case.
    misconceptions : tuple of Misconception
        In the order in which they are tried. For a truth that is a word they are also the other
        words to choose from.
    probes : tuple of dict
        Arguments by name, handed over in order: `{"x": np.array([-2.0, 0.5]), "tau": 1.0}`.
        Smallest first: the first one that fails is shown as the counterexample. NumPy arrays or
        tensors, as the lesson says. Keep them away from ties such as |x| = τ.
    praise : str
        Said when the answer is right: what it now allows, in a sentence.
    tolerance : float
        Relative: 1e-4 of the true number counts as equal (and 1e-6 near zero).
    apply : callable, optional
        `apply(answer, *arguments)`: how an answer is tried, if not `answer(*arguments)`; for
        classes, say, that have to be built and given weights first.
    synonyms : dict
        For words: each word, and what else a learner may write for it. What is said with more
        words around it ("unit E", "the ball fault") needs no entry.
    unit : str
        For numbers: the unit that the answer is in, such as "kHz"; "1500 Hz" is then read as 1.5.
        Without one, what is written with a unit is read in the basic one: Hz, s, a share.
    read : callable, optional
        Makes what is handed in into what is judged: the letter of a class, say.
    combined : tuple of Misconception
        Two mistakes at once, tried after all others; see `families`.
    properties : tuple of Property
        Asked in order of an answer whose mistake has no name.
    through : tuple of str
        Arguments through which the gradient must flow as it does through the truth. It is asked
        of answers that return tensors, once their numbers are right.
    learns : bool
        Whether what is written stands in a network that learns: then an answer worked out with
        NumPy or plain numbers has cut the gradient, too.
    """

    name: str
    truth: Any
    misconceptions: tuple[Misconception, ...]
    probes: tuple[Mapping[str, Any], ...] = ()
    praise: str = ""
    tolerance: float = 1e-4
    apply: Callable[..., Any] | None = None
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit: str = ""
    read: Callable[[Any], Any] | None = None
    combined: tuple[Misconception, ...] = ()
    properties: tuple[Property, ...] = ()
    through: tuple[str, ...] = ()
    learns: bool = False
