"""The machine that `gearbox` simulates: its numbers, their units and where they come from.

An order is a frequency in multiples of the input shaft's. Accelerations are in g.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bearing:
    """Ball bearing MB ER-16K, which SpectraQuest fits to its test rigs.

    Geometry as published with the bearing data of G. Forbes, Curtin University, 2012, measured on
    such a rig. The orders follow from rolling without slip, with the outer race at rest
    (Randall & Antoni 2011, Mech. Syst. Signal Process. 25(2):485-520).

    Attributes
    ----------
    balls : int
        Number of balls.
    ball_mm, pitch_mm : float
        Diameter of a ball and of the circle of their centres, in mm; the contact angle is 0.
    """

    balls: int = 9
    ball_mm: float = 7.9375
    pitch_mm: float = 38.5

    @property
    def cage(self) -> float:
        """Order at which the cage turns (FTF): 0.397."""
        return (1 - self.ball_mm / self.pitch_mm) / 2

    @property
    def outer(self) -> float:
        """Order at which balls pass a point of the outer race (BPFO): 3.572."""
        return self.balls * self.cage

    @property
    def inner(self) -> float:
        """Order at which balls pass a point of the inner race (BPFI): 5.428."""
        return self.balls * (1 - self.cage)

    @property
    def spin(self) -> float:
        """Order at which a ball spins (BSF): 2.322. A spot on it hits a race twice a turn."""
        return self.pitch_mm / self.ball_mm / 2 * (1 - (self.ball_mm / self.pitch_mm) ** 2)


@dataclass(frozen=True)
class PlanetaryStage:
    """A planetary stage: the sun drives, the carrier is driven, the ring is at rest.

    Attributes
    ----------
    sun, planet, ring : int
        Numbers of teeth; ring = sun + 2 · planet, or the gears do not fit.
    planets : int
        Number of planet gears; it divides sun + ring, or they cannot be spaced evenly.
    """

    sun: int
    planet: int
    ring: int
    planets: int

    @property
    def ratio(self) -> float:
        """Turns of the sun in one turn of the carrier."""
        return 1 + self.ring / self.sun

    @property
    def tooth(self) -> float:
        """How often a tooth of the sun meets a planet in one turn of the sun."""
        return self.planets * (1 - 1 / self.ratio)


@dataclass(frozen=True)
class Mode:
    """A structural resonance that impacts make ring.

    Attributes
    ----------
    hz : float
        Natural frequency in Hz.
    damping : float
        Fraction of critical damping; 0.02 to 0.06 is usual for bolted housings.
    """

    hz: float
    damping: float


@dataclass(frozen=True)
class Machine:
    """The healthy machine. Spreads are standard deviations from signal to signal.

    The paper names the rig (drivetrain simulator, two-stage planetary gearbox) and gives no tooth
    counts and no levels. The teeth below are a consistent pair with a ratio of 27.4; the resonances
    and levels are our choice, of the order of what small rigs show, and are tuned only so that
    the eight classes overlap (see `drsn_lite.datasets.gearbox`).

    Attributes
    ----------
    first, second : PlanetaryStage
        The first sun turns with the input shaft, the second with the first carrier.
    modes : tuple of Mode
        Two of the gearbox casing and one of the bearing housing, below half the 12.8 kHz rate.
    speed_spread : float
        Of the shaft speed, relative: the slip of the motor varies by some tenths of a percent.
    mode_spread : float
        Of the natural frequencies, relative: mounting and temperature.
    path_spread : float
        Of every amplitude on its way to the sensor, in nepers (0.15 is 1.3 dB).
    unbalance_g : tuple of float
        Shaft harmonics 1 to 3 at 30 Hz; they grow with the square of the speed.
    mesh_g : tuple of float
        Harmonics 1 to 5 of the first mesh at 30 Hz and full torque; they grow with the speed.
    second_mesh : float
        Level of the second mesh, relative to the first: it is slower.
    full_torque : float
        Largest torque of the paper, in lbf·ft.
    idle_load : float
        Share of the mesh and impact level left at zero torque (churning, preload).
    passing : float
        Depth, 0 to 1, of the modulation as a planet passes the sensor on the ring
        (McFadden & Smith 1985, Proc. Inst. Mech. Eng. C 199(1):65-70).
    sharing : float
        Spread of the load on the planets, relative: 5 to 15 % in practice.
    roughness_g : float
        RMS of the steady ringing that rough rolling and sliding contacts excite, at 30 Hz.
    roughness_spread : float
        Of the roughness, in nepers: lubrication and wear.
    floor_g : float
        RMS of the white noise of sensor and amplifier.
    """

    first: PlanetaryStage = PlanetaryStage(sun=20, planet=40, ring=100, planets=3)
    second: PlanetaryStage = PlanetaryStage(sun=28, planet=36, ring=100, planets=4)
    modes: tuple[Mode, ...] = (Mode(1_150, 0.05), Mode(2_300, 0.04), Mode(3_900, 0.03))
    speed_spread: float = 0.004
    mode_spread: float = 0.02
    path_spread: float = 0.15
    unbalance_g: tuple[float, ...] = (0.05, 0.025, 0.015)
    mesh_g: tuple[float, ...] = (0.20, 0.14, 0.10, 0.07, 0.05)
    second_mesh: float = 0.6
    full_torque: float = 18.0
    idle_load: float = 0.35
    passing: float = 0.6
    sharing: float = 0.1
    roughness_g: float = 0.05
    roughness_spread: float = 0.3
    floor_g: float = 0.02


BEARING = Bearing()
MACHINE = Machine()
