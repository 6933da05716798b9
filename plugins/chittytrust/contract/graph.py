#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os
"""An exported network, read by NetworkX and drawn by Graphviz: the same nodes, edges and attributes as GraphML, as JSON and as DOT, and as they
are stored; whole, and around one entity.

graph.py BUILD
"""
import inspect
import json
import pathlib
import re
import subprocess
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
warnings.simplefilter("ignore")
import networkx
from local import local
from trusting import owner_of


def connect(owner):
    """A ring of seven, spokes, two connections of two kinds between the same two, numbers that binary fractions do not have."""
    names = [f"node-{i}" for i in range(7)]
    for i, name in enumerate(names):
        others = [{"entity_id": names[(i + 1) % 7], "connection_type": "review", "trust_score": 33.33 + i, "interaction_count": i, "established_at": f"2025-0{i + 1}-01T00:00:00Z"},
                  {"entity_id": names[(i + 1) % 7], "connection_type": "personal", "trust_score": 0.1}, {"entity_id": "hub:a.b@c", "connection_type": "review", "interaction_count": 1000000000}]
        owner.must("POST", "/api/trust/calculate", {"entity": {"id": name, "identity_verified": i % 2 == 0, "connections": others}})
    owner.must("POST", "/api/trust/calculate", {"entity": {"id": "far", "connections": [{"entity_id": "away"}]}})


def plain(graph):
    """What a graph says, without how a reader keeps it."""
    return (sorted((name, sorted(attributes.items())) for name, attributes in graph.nodes(data=True)),
            sorted((a, b, str(key), sorted((k, v) for k, v in attributes.items() if k != "id")) for a, b, key, attributes in graph.edges(keys=True, data=True)))


def exported(chitty, format, *words):
    done = chitty.run("trust", "network", "export", "--format", format, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def read_all(chitty, *words):
    folder = pathlib.Path(chitty.home)
    (folder / "network.graphml").write_text(exported(chitty, "graphml", *words))
    by_xml = networkx.read_graphml(folder / "network.graphml", force_multigraph=True)
    links = {"edges": "links"} if "edges" in inspect.signature(networkx.node_link_graph).parameters else {}  # the name that 2.8 takes by itself
    by_json = networkx.node_link_graph(json.loads(exported(chitty, "json", *words)), **links)
    assert by_xml.is_directed() and plain(by_xml) == plain(by_json), (plain(by_xml), plain(by_json))
    drawn = json.loads(subprocess.run(["dot", "-Tjson0"], input=exported(chitty, "dot", *words), capture_output=True, text=True, check=True).stdout)
    nodes = {one["_gvid"]: one for one in drawn.get("objects", [])}
    by_dot = (sorted((one["name"], [("level", one["level"]), ("score", float(one["score"]))]) for one in nodes.values()),
              sorted((nodes[one["tail"]]["name"], nodes[one["head"]]["name"], one["id"],
                      [("interactions", float(one["interactions"])), ("since", one["since"]), ("trust", float(one["trust"])), ("type", one["type"])]) for one in drawn.get("edges", [])))
    assert plain(by_xml) == by_dot, (plain(by_xml), by_dot)
    return by_xml, (folder / "network.graphml").read_text()


def main(build):
    with local(build) as chitty:
        empty, _ = read_all(chitty)
        assert len(empty) == 0
        connect(owner_of(chitty))
        graph, text = read_all(chitty)
        stored = {(row["source"], row["target"], row["type"]) for row in chitty.stored().rows("SELECT source, target, type FROM trust_connections")}
        assert {(a, b, attributes["type"]) for a, b, attributes in graph.edges(data=True)} == stored and len(stored) == 22
        assert set(re.findall(r'attr.type="(\w+)"', text)) == {"double", "string"} and len(set(re.findall(r'<edge id="(\w+)"', text))) == 22
        (edge,) = [one for _, b, one in graph.out_edges("node-2", data=True) if b == "node-3" and one["type"] == "review"]
        assert (edge["trust"], edge["interactions"], edge["since"]) == (35.33, 2.0, "2025-03-01T00:00:00.000Z"), edge
        assert all(isinstance(one["score"], float) for _, one in graph.nodes(data=True)) and graph.nodes["node-0"]["score"] > 0
        around, _ = read_all(chitty, "--entity", "node-0", "--depth", "1")
        assert set(around) == {"node-0", "node-1", "node-6", "hub:a.b@c"} == {"node-0"} | set(graph.to_undirected()["node-0"]), set(around)
        walked = chitty.json("trust", "network", "node-0", "--depth", "2")
        near = networkx.single_source_shortest_path_length(graph.to_undirected(), "node-0", cutoff=2)
        assert {one["id"]: one["depth"] for one in walked} == near, (walked, near)
        print(f"{len(graph)} entities and {len(stored)} connections are the same to NetworkX {networkx.__version__} by GraphML and JSON, to Graphviz, and as they are stored")


if __name__ == "__main__":
    main(sys.argv[1])
