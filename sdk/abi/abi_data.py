"""The ABI as data: read from a header by clang, written one field a line, compared by the rules of the freeze."""
import json
import os
import re
import subprocess
import tempfile

FIXED = {"chitty_str"}  # has no struct_size: two words for ever


def run(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def walk(node, kind):
    for child in node.get("inner", []):
        if child.get("kind") == kind:
            yield child


def structs_of(header):
    """[(name, [(field, type spelling)])] in the order of the header."""
    tree = json.loads(run("clang", "-std=c99", "-fsyntax-only", "-Xclang", "-ast-dump=json", header))
    for record in walk(tree, "RecordDecl"):
        fields = [(field["name"], field["type"]["qualType"]) for field in walk(record, "FieldDecl")]
        if record.get("name", "").startswith("chitty_") and fields:
            yield record["name"], fields


def measured(header, structs):
    """Sizes and offsets, as the compiler has them: {(struct, field or None): number}."""
    lines = [f'#include "{os.path.abspath(header)}"', "#include <stdio.h>", "int main(void) {"]
    for name, fields in structs:
        lines.append(f'printf("{name} - %zu\\n", sizeof(struct {name}));')
        lines += [f'printf("{name} {field} %zu\\n", offsetof(struct {name}, {field}));' for field, _ in fields]
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "measure")
        run("clang", "-std=c99", "-x", "c", "-o", program, "-", text="\n".join(lines + ["return 0;", "}"]))
        rows = [line.split() for line in run(program).splitlines()]
    return {(name, None if field == "-" else field): int(number) for name, field, number in rows}


def constants_of(header):
    defines = re.findall(r"^#define (CHITTY_\w+) +(.+)$", run("clang", "-std=c99", "-E", "-dM", header), re.M)
    return {name: value for name, value in sorted(defines) if re.fullmatch(r'-?\d+u?|".*"', value)}


def describe(header, known=None):
    """The description of a header. `since` and `lifecycle` of what `known` (an older description) has are kept."""
    structs = list(structs_of(header))
    numbers = measured(header, structs)
    constants = constants_of(header)
    version = constants["CHITTY_ABI_MAJOR"].rstrip("u") + "." + constants["CHITTY_ABI_MINOR"].rstrip("u")
    draft = constants["CHITTY_ABI_DRAFT"] != "0u"
    old = {(s["name"], f["name"]): f for s in (known or {}).get("structs", []) for f in s["fields"]}

    def field(struct, name, spelling):
        before = old.get((struct, name), {})
        return {"name": name, "offset": numbers[struct, name], "type": spelling, "since": before.get("since", version),
                "lifecycle": before.get("lifecycle", "draft" if draft else "stable")}

    return {"abi": version + ("-draft" if draft else ""), "constants": constants,
            "structs": [{"name": name, "size": numbers[name, None], "fields": [field(name, *f) for f in fields]}
                        for name, fields in structs]}


def text_of(description):
    """JSON with one constant and one field a line, so that a change is one line of a review."""
    out = ['{', f'  "abi": {json.dumps(description["abi"])},', '  "constants": {']
    rows = [f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in description["constants"].items()]
    out += [",\n".join(rows), "  },", '  "structs": [']
    blocks = []
    for struct in description["structs"]:
        fields = ",\n".join("      " + json.dumps(field) for field in struct["fields"])
        blocks.append(f'    {{"name": {json.dumps(struct["name"])}, "size": {struct["size"]}, "fields": [\n{fields}\n    ]}}')
    return "\n".join(out) + "\n" + ",\n".join(blocks) + "\n  ]\n}\n"


def broken_promises(released, today):
    """What today's description breaks of a released one: additions are allowed at tails only."""
    bad = []
    now = {struct["name"]: struct for struct in today["structs"]}
    for name, value in released["constants"].items():
        if name.startswith("CHITTY_ABI_"):
            continue
        if today["constants"].get(name) != value:
            bad.append(f"{name} was {value} and is {today['constants'].get(name, 'gone')}")
    for struct in released["structs"]:
        name = struct["name"]
        if name not in now:
            bad.append(f"{name} is gone")
            continue
        fields = now[name]["fields"]
        for i, field in enumerate(struct["fields"]):
            was = (field["name"], field["offset"], field["type"])
            is_ = (fields[i]["name"], fields[i]["offset"], fields[i]["type"]) if i < len(fields) else None
            if was != is_:
                bad.append(f"{name}.{field['name']}: was {was}, is {is_}")
        if now[name]["size"] < struct["size"] or (name in FIXED and now[name]["size"] != struct["size"]):
            bad.append(f"{name} had {struct['size']} bytes and has {now[name]['size']}")
    return bad
