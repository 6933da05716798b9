#include "daemon/process/watchdog.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sys/socket.h>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t between_looks = 1000;
constexpr int start_patience = 4, crew_patience = 2;  // times the usual one

bool is_held_by_a_debugger(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("TracerPid:")) return line.find_first_not_of(" \t", 10) != line.find('0', 10);
  return false;
}

std::string seconds(std::int64_t ms) { return std::to_string(ms / 1000) + " seconds"; }

// A connection to the address that the socket listens at; not waited for.
Fd connect_to(const Fd& listening) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(listening.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) return Fd();
  Fd connection(::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (connection) (void)!::connect(connection.get(), reinterpret_cast<sockaddr*>(&address), size);  // 0.0.0.0 is this machine
  return connection;
}

}  // namespace

void Watchdog::forget() {
  probes_.clear();
  probes_.resize(sockets_.size());
}

std::optional<Watchdog::Verdict> Watchdog::look_at(pid_t worker) {
  const std::int64_t now = SharedState::life_ms();
  if (patience_.count() == 0 || now < next_look_) return std::nullopt;
  next_look_ = now + std::min<std::int64_t>(between_looks, patience_.count() / 4);
  std::optional<Verdict> found = look_at_start(now);
  if (!found && shared_.ready != 0) found = look_at_beats(now);
  for (std::size_t i = 0; !found && shared_.ready != 0 && i < std::min<std::size_t>(sockets_.size(), SharedState::most_listeners); ++i)
    found = look_at_socket(i, now);
  if (!found || !is_held_by_a_debugger(worker)) return found;
  forget();
  return std::nullopt;
}

std::optional<Watchdog::Verdict> Watchdog::look_at_start(std::int64_t now) const {
  const std::int64_t since = shared_.starting_since;
  if (since == 0 || now - since <= start_patience * patience_.count()) return std::nullopt;
  return Verdict{"a service did not start within " + seconds(now - since), shared_.starting, true};
}

std::optional<Watchdog::Verdict> Watchdog::look_at_beats(std::int64_t now) const {
  if (const std::int64_t still = now - shared_.clock_beat; still > patience_.count())
    return Verdict{"its clock has not advanced for " + seconds(still)};
  if (const std::int64_t still = now - shared_.crew_beat; still > crew_patience * patience_.count())
    return Verdict{"none of its threads has taken up work for " + seconds(still), busiest_service()};
  return std::nullopt;
}

// The kernel takes connections whether or not anybody accepts them: so one of our own waits until the worker has accepted any.
std::optional<Watchdog::Verdict> Watchdog::look_at_socket(std::size_t number, std::int64_t now) {
  auto& probe = probes_[number];
  const std::uint32_t accepted = shared_.accepted[number];
  if (probe.connection && accepted != probe.accepted) probe.connection = Fd();
  if (!probe.connection) {
    probe.accepted = accepted;
    probe.since = now;
    probe.connection = connect_to(sockets_[number]);
    return std::nullopt;
  }
  if (now - probe.since <= patience_.count()) return std::nullopt;
  return Verdict{"it has accepted no connection at its " + std::string(number == 0 ? "first" : "next") + " socket for " + seconds(now - probe.since)};
}

// More than half of the threads that are in a service at all.
unsigned Watchdog::busiest_service() const {
  std::map<unsigned, unsigned> threads;
  unsigned all = 0;
  for (const auto& thread : shared_.in_service)
    if (const unsigned in = thread.load(); in != 0xffff && in != 0) ++threads[in], ++all;
  for (const auto& [service, count] : threads)
    if (count * 2 > all) return service;
  return 0;
}

}  // namespace chitty::host::daemon
