"""The faults of `drsn_lite.datasets.gearbox`: what each does to the vibration, with units.

Kinds of effect after Randall & Antoni 2011 (bearings; Mech. Syst. Signal Process. 25(2):485-520)
and Feng & Zuo 2012 (planetary gears; J. Sound Vib. 331(22):4919-4939). The paper gives no levels:
the amounts are our choice, of seeded faults, tuned so that the classes overlap.
"""

from dataclasses import dataclass

from drsn_lite.datasets.gearbox.parameters import BEARING


@dataclass(frozen=True)
class Fault:
    """What one fault adds. A severity, uniform in `severity`, scales all of it.

    Attributes
    ----------
    severity : (float, float)
        Smallest and largest: from a small fault to a large one.
    impact_g : float
        Initial amplitude of the ringing after one impact, for a mode of weight 1, at severity 1,
        30 Hz and full torque.
    modes : tuple of float
        Weight of each mode of the machine: how strongly an impact excites it.
    zone_order : float
        Order at which the impacts of a bearing pass through its load zone: 1 on the inner race,
        which turns with the shaft, the cage's for a ball, 0 on the outer race, which is at rest.
    facing : float
        Growth of an effect of a sun tooth while it faces the sensor, once per revolution.
    every_other : float
        Strength of every other impact: a ball hits the inner race, then, weaker, the outer one.
    slip : float
        Spread of the interval from impact to impact, relative. Gears do not slip.
    mesh_loss : float
        Share of the mesh amplitude lost while the faulty tooth carries (0 to 1).
    mesh_lag : float
        Phase lag of the mesh at that time, in radians of the first harmonic: a softer tooth bends.
    wear : float
        Largest growth of the upper mesh harmonics, relative; an eighth of it is the depth of each
        of four random modulations by the sun's rotation.
    """

    severity: tuple[float, float] = (0.5, 1.0)
    impact_g: float = 0.0
    modes: tuple[float, ...] = (1.0, 0.5, 0.2)
    zone_order: float = 0.0
    facing: float = 0.0
    every_other: float = 1.0
    slip: float = 0.0
    mesh_loss: float = 0.0
    mesh_lag: float = 0.0
    wear: float = 0.0


@dataclass(frozen=True)
class Contact:
    """What contacts in bearings and gears have in common.

    Attributes
    ----------
    impact_spread : float
        Spread of the strength from impact to impact, in nepers.
    load_zone : float
        Load distribution parameter ε of Stribeck: at 0.5 half of the bearing carries, at 1, as
        under preload, all of it.
    unloaded : float
        Impact strength where the load is least, relative.
    tooth_window : float
        Concentration κ of the pulse exp(κ(cos ψ − 1)) in which the faulty tooth carries; ψ turns
        once from planet to planet. At 6 it lasts about one mesh period (6.67 of them in a turn).
    """

    impact_spread: float = 0.2
    load_zone: float = 1.0
    unloaded: float = 0.4
    tooth_window: float = 6.0


CONTACT = Contact()

# An outer race sits in the housing; from the inner race and a ball the way leads over more
# contacts, which damp high frequencies. Bearings slip by 1 to 2 % (Randall & Antoni 2011).
INNER_RACE = Fault(impact_g=2.2, modes=(0.4, 0.8, 0.6), zone_order=1.0, slip=0.01)
OUTER_RACE = Fault(impact_g=1.4, modes=(0.3, 0.6, 1.0), slip=0.01)
BALL = Fault(
    impact_g=1.6, modes=(0.6, 1.0, 0.5), zone_order=BEARING.cage, every_other=0.6, slip=0.01
)
# A tooth shakes the casing. A cracked one bends, so the next comes in early and knocks a little;
# where one is missing the load is lost, and the next takes it up with a long, soft blow.
ROOT_CRACK = Fault(impact_g=0.7, modes=(0.4, 1.0, 0.8), mesh_loss=0.8, mesh_lag=2.0, facing=0.5)
PITTING = Fault(wear=2.0)
BROKEN_TOOTH = Fault(impact_g=2.0, modes=(0.6, 1.0, 0.4), mesh_loss=0.5, mesh_lag=0.8, facing=0.5)
MISSING_TOOTH = Fault(impact_g=3.2, modes=(1.0, 0.5, 0.15), mesh_loss=1.0, mesh_lag=1.5, facing=0.5)
