"""What staff find on pages by which the directory is kept: reports, doubts and claims, made new."""

from service.access.principal import Actor
from service.stewardship import reports
from service.stewardship.area import Area
from service.stewardship.campaigns import Plan, start
from service.stewardship.doubts import apply_doubts, open_doubt
from service.stewardship.outcomes import Outcome, doubt_of
from service.stewardship.reports import make_report
from service.stewardship.stewardship import Stewardship
from tests.access_actors import OT, principal
from tests.access_stewardship import claimed, correction
from tests.conftest import GOLDEN_DAY
from tests.work_pages import World

KEEPER = "granted staff"  # staff of the whole service, in no chapter


def stewardship_of(world: World) -> Stewardship:
    return Stewardship(world.desk.records, world.desk.engine, world.desk.clock)


def reported(world: World, field="phone", value="518-555-0177", npi=OT, **more) -> str:
    """Its path."""
    here = stewardship_of(world)
    profile = world.desk.engine.get(npi)
    at = None if "." in field else profile.locations[0].id
    told = reports.Told(field, at, value, reports.Aside(**more))
    actor = Actor(principal("public"), "api")
    return f"/queue/{make_report(here, actor, profile, told).id}"


def doubted(world: World, fact="phone", npi=OT) -> str:
    """The path of a doubt that a referral opened."""
    made = doubt_of(world.desk.engine.get(npi), Outcome("wrong-contact", fact))
    with world.desk.store.transaction() as session:
        open_doubt(session, made)
    assert apply_doubts(world.desk.store, world.desk.engine)
    return f"/queue/{made.id}"


def claim_of(world: World) -> str:
    """The id of a claim that waits."""
    return claimed(world.desk)["claim"]


def place_id(world: World, npi=OT) -> str:
    return world.desk.engine.get(npi).locations[0].id


def fact_page(world: World) -> str:
    return f"/listings/{OT}/fact?field=accepting_patients&place={place_id(world)}"


def claims_page(world: World) -> str:
    claim_of(world)
    return "/queue/claims"


def corrections_page(world: World) -> str:
    """With one just made."""
    made = correction(world.desk)["correction"]
    return f"/queue/corrections?new={made}"


def campaign_page(world: World) -> str:
    plan = Plan("Autumn", Area("CA"), "phone", 3)
    made = start(stewardship_of(world), Actor(principal(KEEPER), "page"), plan, GOLDEN_DAY)
    return f"/campaigns/{made.campaign.id}"


# Lines of PAGES in test_work_browser.py.
KEEPING_PAGES = (
    (KEEPER, reported),
    (KEEPER, doubted),
    (KEEPER, "/queue?done=ask"),
    (KEEPER, claims_page),
    (KEEPER, "/queue/disputes?state=WA"),
    (KEEPER, corrections_page),
    (KEEPER, f"/listings/{OT}?done=yes"),
    (KEEPER, fact_page),
    (KEEPER, "/overdue?state=CA"),
    (KEEPER, "/campaigns"),
    (KEEPER, campaign_page),
    (KEEPER, "/roster?done=yes"),
    (KEEPER, "/quality?state=NY"),
    ("admin", "/imports"),
)
