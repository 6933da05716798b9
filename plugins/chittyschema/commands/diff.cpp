// chitty schema diff: what changed between two versions, whom it breaks, and a document that shows it.
#include <chitty/verdict.hpp>
#include <chittyschema_names.hpp>

#include "../diff/verdict.hpp"
#include "versions.hpp"

namespace chittyschema {

using namespace chitty;

namespace {

json::value shown(const std::optional<diff::Witness>& witness) {
  if (!witness) return nullptr;
  return {{"document", witness->document}, {"refusal", witness->refusal}, {"undeclared", witness->undeclared}};
}

// Which way of reading a schema the verdict rests on: as a set of documents, or as what writers send who send declared members only.
json::value lens_of(const diff::Verdict& verdict) {
  if (!verdict.readers && !verdict.writers) return nullptr;
  const bool lenient = (verdict.readers && !verdict.readers->undeclared) || (verdict.writers && !verdict.writers->undeclared);
  return lenient ? "any" : "strict";
}

json::object record_of(const diff::Verdict& verdict) {
  json::array undecided;
  if (verdict.may_break_readers()) undecided.push_back("readers");
  if (verdict.may_break_writers()) undecided.push_back("writers");
  const auto* first = verdict.writers ? &*verdict.writers : verdict.readers ? &*verdict.readers
                                                                            : nullptr;
  return {{"at", verdict.difference.at}, {"keyword", verdict.difference.keyword}, {"change", verdict.difference.change}, {"breaks", verdict.breaks()}, {"undecided", std::move(undecided)}, {"lens", lens_of(verdict)}, {"reason", verdict.difference.reason}, {"witness", first ? first->document : json::value(nullptr)}, {"readers", shown(verdict.readers)}, {"writers", shown(verdict.writers)}};
}

struct Sums {
  std::size_t changes = 0, readers = 0, writers = 0, undecided = 0;
  bool maybe_readers = false, maybe_writers = false;

  void add(const diff::Verdict& one) {
    ++changes;
    readers += one.readers ? 1 : 0;
    writers += one.writers ? 1 : 0;
    undecided += one.may_break_readers() || one.may_break_writers() ? 1 : 0;
    maybe_readers = maybe_readers || one.may_break_readers();
    maybe_writers = maybe_writers || one.may_break_writers();
  }
  std::string words() const {
    if (changes == 0) return "no changes";
    return std::to_string(changes) + (changes == 1 ? " change: " : " changes: ") + std::to_string(readers) + " break readers, " + std::to_string(writers) + " break writers, " +
           std::to_string(undecided) + " undecided";
  }
};

// backward: the new version reads old documents; forward: the old version reads new ones.
Result<void> is_compatible(const std::string& wanted, const Sums& sums) {
  const bool backward = wanted == "backward" || wanted == "full", forward = wanted == "forward" || wanted == "full";
  if ((backward && sums.writers > 0) || (forward && sums.readers > 0)) return make_error(Code::refused, "not " + wanted + " compatible: " + sums.words());
  if ((backward && sums.maybe_writers) || (forward && sums.maybe_readers)) return make_error(Code::refused, "it is undecided whether the change is " + wanted + " compatible: " + sums.words());
  return {};
}

}  // namespace

namespace commands {

Result<Reply> diff(const Diff& args, Host& host) {
  CHITTY_TRY(const auto pair, fetch_pair(host, args.from, args.to, args.schema));
  const json::value before = pair.from.document, after = pair.to.document;
  CHITTY_TRY(const auto judge, diff::Judge::between(before, after));
  Sums sums;
  for (const auto& one : judge.all()) {
    sums.add(one);
    CHITTY_DO(host.record(record_of(one)));
  }
  if (const auto fine = is_compatible(args.check, sums); !fine) return verdict(fine.error());
  host.note(pair.from.shown() + " to " + pair.to.shown() + ": " + sums.words());
  return Reply::nothing();
}

}  // namespace commands
}  // namespace chittyschema
