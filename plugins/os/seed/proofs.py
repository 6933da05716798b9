"""What each line of the seed that belongs to os must have done."""


def well(every_service):
    """The daemon, and each service that is installed if all were asked for, are said to be well."""

    def proof(world):
        printed = dict(line.split("\t")[:2] for line in world.out.splitlines())
        wanted = {"chittyd", *(world.services if every_service else [])}
        if {name for name, status in printed.items() if status == "ok"} != wanted:
            return f"well: {printed}, not {sorted(wanted)}"

    return proof


def only_well(service):
    def proof(world):
        if [line.split("\t")[:2] for line in world.out.splitlines()] != [[service, "ok"]]:
            return f"not one line that says that {service} is well"

    return proof


def set_up(world):
    if not (world.store / "owner.token").read_text().strip() or str(world.store) not in world.out:
        return "there is no owner's token where it says"


PROOFS = {
    "chitty os status --all": well(True),
    "chitty os health": well(False),
    "chitty os health chittyauth": only_well("chittyauth"),
    "chitty os health --all": well(True),
    "chitty os init": set_up,
}
