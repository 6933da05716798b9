"""A second program that computes scores: the formulas of score.chitty.cc from the wire reference, in Python's fractions, from the request that
the service gets. It shares nothing with the service."""
import datetime
from fractions import Fraction

WEIGHTS = {"source": 15, "temporal": 10, "channel": 15, "outcome": 20, "network": 15, "justice": 25}
CHANNELS = {"verified_api": 95, "blockchain": 90, "bank_transfer": 85, "credit_card": 80, "oauth": 75, "email": 60, "sms": 55, "social_media": 40, "anonymous": 10, "": 10}
LEVELS = [(90, "L4_INSTITUTIONAL"), (75, "L3_PROFESSIONAL"), (50, "L2_ENHANCED"), (25, "L1_BASIC"), (0, "L0_ANONYMOUS")]


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def days(later, earlier):
    return max(0, (later - earlier).days)


def cents(number):
    """To two decimals, halves to the even one."""
    return Fraction(round(number * 100), 100)


def source(who, _events, _now):
    types = [one["type"] for one in who.get("credentials", [])]
    return (30 if who.get("identity_verified") else 0) + min(10 * len(types), 30) + (20 if "government_id" in types else 0) + min(5 * types.count("professional"), 20)


def temporal(who, events, now):
    if not events:
        return 0
    times = [moment(one["timestamp"]) for one in events]
    age = min(Fraction(days(now, moment(who["created_at"]) if who.get("created_at") else times[0]), 365) * 30, 30)
    gaps = [days(b, a) for a, b in zip(times, times[1:])]
    steady = max(0, 30 - Fraction(sum(gaps), len(gaps)) / 10) if gaps else 15
    positive = sum(one.get("outcome") == "positive" for one in events)
    return age + steady + max(0, 20 - Fraction(days(now, times[-1]), 10)) + min(Fraction(positive, 10) * 20, 20)


def channel(_who, events, _now):
    if not events:
        return 0
    n = len(events)
    weights = [Fraction(1, 2) + (Fraction(i, 2 * (n - 1)) if n > 1 else 0) for i in range(n)]
    mean = sum(CHANNELS.get(one.get("channel", ""), 20) * weight for one, weight in zip(events, weights)) / sum(weights)
    return min(mean + 5 * len({one.get("channel") for one in events} & {"verified_api", "blockchain", "bank_transfer"}), 100)


def outcome(_who, events, now):
    if not events:
        return 0
    share = lambda some, word: Fraction(sum(one.get("outcome") == word for one in some), len(some))
    good = share(events, "positive")
    score = good * 70 - share(events, "negative") * 100
    score += 20 if good > Fraction(8, 10) and len(events) > 10 else 10 if good > Fraction(6, 10) else 0
    recent = [one for one in events if moment(one["timestamp"]) > now - datetime.timedelta(days=90)]
    score += (share(recent, "positive") - good) * 20 if recent else 0
    return max(0, min(score, 100))


def network(who, events, _now):
    others = who.get("connections", [])
    trust = sum(Fraction(round(Fraction(str(one.get("trust_score", 0))) * 100), 100) for one in others) / len(others) if others else 0
    dealings = sum(one["event_type"] in ("interaction", "transaction", "collaboration") for one in events)
    endorsed = sum(one["event_type"] == "endorsement" and one.get("outcome") == "positive" for one in events)
    return min(Fraction(len(others), 100) * 20, 20) + trust * Fraction(4, 10) + min(Fraction(dealings, 50) * 20, 20) + min(5 * endorsed, 20)


def justice(who, events, _now):
    tagged = lambda *words: sum(bool(set(one.get("tags", [])) & set(words)) for one in events)
    resolved = sum(one["event_type"] == "dispute_resolution" and one.get("outcome") == "positive" for one in events)
    return min(min(10 * tagged("community_impact"), 30) + min(8 * tagged("justice", "fairness", "equality", "transparency"), 25) + min(5 * tagged("harm_prevention"), 15)
               + min(10 * resolved, 20) + (10 if who.get("transparency_level", 0) > 0.7 else 0), 100)


DIMENSIONS = {"source": source, "temporal": temporal, "channel": channel, "outcome": outcome, "network": network, "justice": justice}


def score(who, events, now):
    """{composite_score, trust_level, dimension_scores, output_scores, confidence} as numbers of JSON."""
    unique = sorted({one["id"]: one for one in events}.values(), key=lambda one: (moment(one["timestamp"]), one["id"]))
    each = {name: cents(Fraction(formula(who, unique, now))) for name, formula in DIMENSIONS.items()}
    weighed = lambda weights: cents(sum(each[name] * weight for name, weight in weights.items()) / 100)
    exact = sum(each[name] * weight for name, weight in WEIGHTS.items()) / 100
    people, legal = {"outcome": 40, "network": 35, "source": 25}, {"justice": 50, "outcome": 30, "temporal": 20}
    n, credentials = len(unique), len(who.get("credentials", []))
    confidence = 50 + (30 if n > 100 else 20 if n > 50 else 10 if n > 10 else 0) + (15 if who.get("identity_verified") else 0) + min(2 * credentials, 10)
    return {"composite_score": float(cents(exact)), "trust_level": next(level for least, level in LEVELS if exact >= least), "dimension_scores": {name: float(one) for name, one in each.items()},
            "output_scores": {"people": float(weighed(people)), "legal": float(weighed(legal)), "state": float(weighed({"source": 40, "justice": 35, "temporal": 25})), "chitty": float(cents(exact))},
            "confidence": min(confidence, 100)}
