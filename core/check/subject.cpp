#include "check/subject.hpp"

#include <signal.h>

#include <algorithm>
#include <chitty/testkit.hpp>
#include <cstring>

#include "base/text.hpp"

namespace chitty::host {

namespace {

// One plugin a process: what its host has to know of it.
const Manifest* declared = nullptr;
Notes* notes_of_child = nullptr;

const void* CHITTY_CALL get_extension(const chitty_str* id) {
  const std::string name(abi::view(*id));
  const auto& named = declared->extensions;
  if (is_unstable(name) && std::find(named.begin(), named.end(), name) == named.end())
    notes_of_child->sin(Sin::asks_unstable);
  return testkit::get_extension(id);
}

std::string crash_words(int signal) {
  if (signal == SIGSYS) return "It starts another process, with signals blocked as system() and posix_spawn() do,";
  if (signal == SIGABRT) return "It aborts, or throws an exception,";
  return "It crashes (" + std::string(::strsignal(signal)) + ")";
}

std::string ending_words(const ChildEnd& end, const Notes& notes, std::chrono::milliseconds limit) {
  switch (end.how) {
    case ChildEnd::How::crashed:
      return crash_words(end.signal) + " " + notes.phase() + ".";
    case ChildEnd::How::ended_itself:
      return "It ends the process " + notes.phase() + ".";
    case ChildEnd::How::too_slow:
      return "It did not return within " + std::to_string(limit.count()) + " ms " + notes.phase() + ".";
    case ChildEnd::How::not_started:
      return "The process for the test could not be started.";
    case ChildEnd::How::done:
      break;
  }
  return {};
}

}  // namespace

const chitty_host& checking_host(const Manifest& manifest, Notes& notes) {
  declared = &manifest;
  notes_of_child = &notes;
  static const chitty_host host{
      sizeof(chitty_host), CHITTY_ABI_MAJOR, CHITTY_ABI_MINOR, 0, abi::borrow("chitty"),
      abi::borrow(CHITTY_VERSION), get_extension};
  return host;
}

CatalogueRow Subject::row() const {
  CatalogueRow row;
  row.path = candidate.path;
  row.name = candidate.name;
  row.version = candidate.version;
  row.sha256 = candidate.sha256;
  row.manifest = candidate.manifest;
  return row;
}

Result<RunningPlugin> Subject::open(Notes& notes) const {
  return RunningPlugin::open(row(), manifest, checking_host(manifest, notes));
}

Finding Subject::test(std::string rule, std::string check, std::string good, const Work& work) {
  Notes notes;
  notes.begin("while being loaded");
  const ChildEnd end = run_in_child(notes, limit, [&](Tracer& tracer) { work(notes, tracer); });
  traced = traced && end.traced;
  // A call that is caught while signals are blocked ends the child: libc blocks them where it starts a process.
  if (end.how == ChildEnd::How::crashed && end.signal == SIGSYS) notes.sin(Sin::starts_process);
  sins.merge(notes.sins());

  auto wrongs = notes.wrongs();
  if (end.how != ChildEnd::How::done) wrongs.push_back(ending_words(end, notes, limit));
  Finding finding{std::move(rule), std::move(check), Finding::State::pass, std::move(good), {}};
  if (wrongs.empty()) return finding;
  finding.state = Finding::State::fail;
  // Three say enough; the rest is mostly the same again.
  const auto more = wrongs.size() > 3 ? wrongs.size() - 3 : 0;
  wrongs.resize(wrongs.size() - more);
  finding.sentence = join(wrongs, " ") + (more ? " (And " + std::to_string(more) + " more.)" : "");
  return finding;
}

}  // namespace chitty::host
