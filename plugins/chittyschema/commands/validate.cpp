// chitty schema validate: the schema is fetched, the documents are read here.
#include <chitty/verdict.hpp>
#include <chittyschema_names.hpp>

#include "../documents/checking.hpp"
#include "../documents/schema_text.hpp"
#include "fetched.hpp"

namespace chittyschema {

As as_of(std::string_view word) {
  if (word == "document") return As::document;
  if (word == "array") return As::array;
  return word == "ndjson" ? As::ndjson : As::automatic;
}

namespace commands {

using namespace chitty;

namespace {

struct Counts {
  std::uint64_t documents = 0, wrong = 0, errors = 0;
};

std::string counted(std::uint64_t number, const std::string& thing) { return std::to_string(number) + " " + thing + (number == 1 ? "" : "s"); }

Error unfit(const Validate& args, const Named& schema, const Counts& counts) {
  const auto errors = counted(counts.errors, "error");
  if (counts.documents == 1) return make_error(Code::refused, "'" + args.file + "' does not fit " + schema.shown() + ": " + errors);
  return make_error(Code::refused, std::to_string(counts.wrong) + " of " + counted(counts.documents, "document") + " in '" + args.file + "' " + (counts.wrong == 1 ? "does" : "do") +
                                       " not fit " + schema.shown() + ": " + errors);
}

}  // namespace

Result<Reply> validate(const Validate& args, Host& host) {
  CHITTY_TRY(const auto schema, fetch_schema(host, args.schema));
  auto made = compiled(schema.document, args.formats, true);
  if (!made) return usage_error("the schema '" + args.schema + "' cannot be used: " + made.error().message);
  Checking checking(*std::move(made));
  CHITTY_TRY(auto read, open_documents(args.file, [&](char* buffer, std::size_t capacity) { return host.read_input(buffer, capacity); }));
  Reader reader(std::move(read), args.file, as_of(args.as), !checking.takes_arrays());
  Counts counts;
  for (;;) {
    CHITTY_TRY(const auto document, reader.next());
    if (!document) break;
    ++counts.documents;
    const auto problems = checking.check(*document);
    counts.wrong += problems.empty() ? 0 : 1;
    counts.errors += problems.size();
    for (const auto& one : problems) CHITTY_DO(host.record(one));
    if (counts.documents % 1024 == 0) {
      if (host.cancelled()) return make_error(Code::cancelled, "cancelled");
      host.progress(reader.bytes(), 0, "bytes checked");
    }
  }
  if (counts.errors > 0) return verdict(unfit(args, schema, counts));
  if (counts.documents == 1) host.note("'" + args.file + "' fits " + schema.shown());
  else host.note(counted(counts.documents, "document") + " in '" + args.file + "' fit " + schema.shown());
  return Reply::nothing();
}

}  // namespace commands
}  // namespace chittyschema
