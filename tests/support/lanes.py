"""Letters as a lane takes them up, without a server."""

from app.models.post.lane import MailLane
from app.rules.post.patience import Patience
from app.rules.post.replies import Answer, Step
from app.rules.post.routes import Servers
from app.security.viewer import SYSTEM
from app.services.post import answers, delivery, lanes
from app.services.post.delivery import Letter, Sender
from app.services.post.lanes import Hold

SERVERS = Servers("smtp://relay.example.jp:25", {"branch.example.jp": "smtp://branch.example.jp"})
SENDER = Sender("desk@example.jp")
PATIENCE = Patience()
TAKEN = Answer(Step.TEXT, 250, "250 OK")
UNKNOWN_USER = Answer(Step.RECIPIENT, 550, "550 5.1.1 No such user")
DENIED = Answer(Step.RECIPIENT, 554, "554 5.7.1 Relay access denied")
LATER = Answer(Step.RECIPIENT, 451, "451 4.3.0 Later")
RATE_LIMITED = Answer(Step.RECIPIENT, 450, "450 4.7.1 Too many")
SILENCE = Answer(Step.TEXT, 0, "TimeoutError")


def hold(holder: str = "h", domain: str = "example.jp") -> Hold | None:
    """Take the lane to the domain; None if it is not free."""
    found = lanes.take(SYSTEM, holder, [domain], SERVERS, PATIENCE)
    return found[0] if found else None


def due_ids(domain: str = "example.jp") -> list[int]:
    """Return the letters that the lane would take up, in order."""
    lane = Hold(0, SERVERS.destination_for(domain), "", "")
    return [each.id for each in delivery.upcoming(SYSTEM, lane, SERVERS, SENDER)]


def upcoming(taken: Hold) -> list[Letter]:
    """Return the letters that the lane reads ahead."""
    return list(delivery.upcoming(SYSTEM, taken, SERVERS, SENDER))


def goes(taken: Hold, letter: Letter) -> bool:
    """Send a letter on its way; return whether it goes."""
    return delivery.begin(SYSTEM, taken, letter, PATIENCE)


def begin(taken: Hold) -> Letter | None:
    """Send the next letter of the lane on its way."""
    return next((each for each in upcoming(taken) if goes(taken, each)), None)


def answer(taken: Hold, given: Answer, *, leaving: bool = False) -> bool:
    """Send the next letter on its way and answer it so; return whether the lane goes on."""
    letter = begin(taken)
    assert letter is not None, "no letter is due"
    return answers.settle(SYSTEM, taken, letter, given, PATIENCE, leaving=leaving)


def lane(taken: Hold) -> MailLane:
    """Return the lane's row."""
    return lanes.locked(taken.lane_id)


def stopped_lane(why: str = "554 5.7.1 Relay access denied") -> MailLane:
    """Return a lane whose server refuses us; the same one for a second caller."""
    if there := lanes.stopped():
        return there[0]
    taken = hold()
    assert taken is not None
    lanes.stop(SYSTEM, taken, why, PATIENCE)
    lanes.let_go(SYSTEM, taken)
    return lane(taken)
