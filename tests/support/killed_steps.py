"""A command that is killed (SIGKILL) as it is about to make one of the system calls that leave something behind or ask somebody: each of them,
one after the other; so between any two steps, whatever the steps are."""
import pathlib
import subprocess

CALLS = ["connect", "sendto", "sendmsg", "recvfrom", "recvmsg", "fsync", "rename", "ftruncate", "pwrite64", "flock", "vfork", "wait4"]


def was_killed(chitty, call, number, *words, may_end_in=(0,)):
    """Is the command killed before its call of that name and number, or did it come to its end before that?"""
    done = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}",
                           chitty.chitty, *words], env=chitty.env, capture_output=True, text=True)
    if done.returncode not in (*may_end_in, -9, 137):
        raise SystemExit(f"chitty {' '.join(words)}, traced: {done.stderr}")
    return done.returncode in (-9, 137)


def every_step(chitty, *words, calls=CALLS, most=200, may_end_in=(0,)):
    """(call, number) of each place where the command can be killed, once it has been; whoever asks for the next one has brought it to its end."""
    for call in calls:
        number = 1
        while was_killed(chitty, call, number, *words, may_end_in=may_end_in):
            yield call, number
            number += 1
            if number > most:
                raise SystemExit(f"chitty {' '.join(words)} calls {call} more than {most} times")


def journals(chitty):
    return "\n".join(path.read_text() for path in sorted(pathlib.Path(chitty.home).rglob("*.journal")))
