"""The remotes that the lines of the seed speak to: variable of the setup -> stand-in."""
import json

from fake_remote import FakeRemote, answer


def github():
    """GitHub's answer to GET /user (docs.github.com, `simple-user`), for one token only."""
    user = {"login": "octocat", "id": 583231, "node_id": "MDQ6VXNlcjU4MzIzMQ==", "name": "The Octocat", "type": "User",
            "html_url": "https://github.com/octocat", "email": None, "created_at": "2011-01-25T18:44:36Z"}

    def get_user(request):
        if request["headers"].get("authorization") != "Bearer seed-github-token":
            return answer(401, json.dumps({"message": "Bad credentials", "status": "401"}))
        return answer(200, json.dumps(user))

    return FakeRemote({"/user": get_user, "*": answer(404, '{"message":"Not Found"}')})


REMOTES = {"GITHUB": github}
