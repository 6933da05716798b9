// What a difference breaks, shown by a document: one that one version accepts and the other refuses, as the checker says.
#pragma once

#include <chitty/json_schema.hpp>

#include <optional>

#include "compare.hpp"
#include "sample.hpp"

namespace chittyschema::diff {

struct Witness {
  json::value document;
  std::string refusal;      // in the words of the version that refuses it
  bool undeclared = false;  // it has members that the accepting version does not declare: whoever never sends such is not affected
};

struct Verdict {
  Difference difference;
  // Readers of the old version meet documents that are valid by the new one; writers of the old version write documents that the new
  // one refuses.
  std::optional<Witness> readers, writers;
  // "readers", "writers", "both": there are witnesses; "neither": proven; "undecided": it may, and no witness was found.
  std::string breaks() const;
  // What may be so besides, with neither witness nor proof.
  bool may_break_readers() const { return difference.widens && !readers; }
  bool may_break_writers() const { return difference.narrows && !writers; }
};

class Judge {
 public:
  // INVALID_ARGUMENT: one of the two is no schema that can be used.
  static chitty::Result<Judge> between(const json::value& before, const json::value& after);

  std::vector<Verdict> all() const;

 private:
  Judge(const json::value& before, const json::value& after, chitty::JsonSchema old_one, chitty::JsonSchema new_one)
      : before_(&before), after_(&after), old_(std::move(old_one)), new_(std::move(new_one)) {}

  void look(Verdict& verdict) const;

  const json::value *before_, *after_;  // outlive this
  chitty::JsonSchema old_, new_;
};

// Does the document have members that the schema does not declare, at any depth?
bool has_undeclared(const Outline& outline, const json::value& schema, const json::value& document, int depth = 0);

}  // namespace chittyschema::diff
