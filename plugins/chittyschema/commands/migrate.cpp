// chitty schema migrate: documents of one version become documents of another, here and by the steps that the service has.
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <chittyschema_names.hpp>

#include "../diff/verdict.hpp"
#include "../documents/checking.hpp"
#include "../documents/schema_text.hpp"
#include "../steps/steps.hpp"
#include "out_file.hpp"
#include "versions.hpp"

namespace chittyschema {

using namespace chitty;

As as_of(std::string_view word);

namespace {

struct Plan {
  Pair pair;
  json::array steps;
};

Result<Plan> plan(const commands::Migrate& args, Host& host) {
  CHITTY_TRY(auto pair, fetch_pair(host, args.from, args.to, args.schema));
  if (pair.from.version.empty() || pair.from.name != pair.to.name) return usage_error("documents are migrated between two versions of one schema, not from '" + pair.from.name + "' to '" + pair.to.name + "'");
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/schemas/" + encode(pair.from.name) + "/steps")));
  std::vector<steps::Edge> edges;
  CHITTY_TRY(const auto list, list_in(reply, "steps"));
  for (const auto& one : list) {
    const auto* said = one.is_object() ? one.get_object().if_contains("steps") : nullptr;
    if (!said || !said->is_array()) return make_error(Code::malformed, "the service's answer has no steps");
    edges.push_back({text_in(one, "from"), text_in(one, "to"), said->get_array()});
  }
  CHITTY_TRY(auto way, steps::way(edges, pair.from.version, pair.to.version));
  return Plan{std::move(pair), std::move(way)};
}

std::string first_problem(const std::vector<json::object>& problems) {
  const auto at = text_in(problems[0], "at");
  return (at.empty() ? "it" : at) + " " + text_in(problems[0], "message");
}

// One document, checked before and after. A departure is told as what it is of.
class Transforming {
 public:
  static Result<Transforming> by(const Plan& plan) {
    CHITTY_TRY(auto before, compiled(plan.pair.from.document, false, true));
    CHITTY_TRY(auto after, compiled(plan.pair.to.document, false, true));
    return Transforming(plan, std::move(before), std::move(after));
  }

  bool takes_arrays() const { return before_.takes_arrays(); }

  // The new text; or in `problems` why there is none.
  std::string run(const Document& document, std::vector<json::object>& problems) {
    problems = before_.check(document);
    for (auto& one : problems) one["message"] = plan_.pair.from.shown() + ": " + text_in(one, "message");
    if (!problems.empty()) return {};
    json::parse_options options;
    options.max_depth = 256;
    auto value = json::parse(document.text, {}, options);
    if (const auto done = steps::apply(plan_.steps, value); !done) return told(document, done.error().message, problems);
    auto text = json::serialize(value);
    const auto wrong = after_.check({text, document.number, {}});
    if (wrong.empty()) return text;
    return told(document, "becomes a document that " + plan_.pair.to.shown() + " refuses: " + first_problem(wrong), problems);
  }

 private:
  Transforming(const Plan& plan, JsonSchema before, JsonSchema after) : plan_(plan), before_(std::move(before)), after_(std::move(after)) {}

  static std::string told(const Document& document, const std::string& what, std::vector<json::object>& problems) {
    problems.push_back({{"document", document.number}, {"line", document.begins.line}, {"column", document.begins.column}, {"at", ""}, {"message", what}});
    return {};
  }

  const Plan& plan_;
  Checking before_, after_;
};

// Samples of the old version, for trying the steps: small ones, those at the edges of what it says, and those that diff shows to break.
Result<std::size_t> try_on_samples(const Plan& plan, Transforming& transforming) {
  const json::value root = plan.pair.from.document;
  CHITTY_TRY(const auto old_one, compiled(root));
  std::vector<json::value> values;
  diff::Sampler(root).edges(root, values);
  const json::value new_root = plan.pair.to.document;
  if (const auto judge = diff::Judge::between(root, new_root))
    for (const auto& one : judge->all())
      if (one.writers) values.push_back(one.writers->document);
  std::size_t tried = 0;
  for (const auto& value : values) {
    if (!old_one.accepts(value)) continue;
    const auto text = json::serialize(value);
    std::vector<json::object> problems;
    (void)transforming.run({text, 1, {}}, problems);
    ++tried;
    if (!problems.empty()) return verdict(make_error(Code::refused, "the steps fail on a sample, " + (text.size() < 200 ? text : text.substr(0, 200) + "...") + ": " + text_in(problems[0], "message")));
  }
  return tried;
}

Result<Reply> show(const Plan& plan, Transforming& transforming, Host& host) {
  std::size_t number = 0, lost = 0;
  for (const auto& step : plan.steps) {
    const auto back = steps::back_of(step.as_object());
    lost += back.step ? 0 : 1;
    CHITTY_DO(host.record({{"step", ++number}, {"message", steps::words_of(step.as_object())}, {"back", back.step ? "yes" : "no: " + back.why}, {"does", step}}));
  }
  CHITTY_TRY(const auto tried, try_on_samples(plan, transforming));
  host.note(std::to_string(number) + (number == 1 ? " step" : " steps") + " from " + plan.pair.from.shown() + " to " + plan.pair.to.version + ", tried on " + std::to_string(tried) + " sample documents" +
            (lost == 0 ? "" : "; " + std::to_string(lost) + " cannot be undone"));
  return Reply::nothing();
}

class Writing {
 public:
  Writing(OutFile& file, const Reader& reader) : file_(file), reader_(reader) {}

  Result<void> document(const std::string& text) {
    const bool array = reader_.as() == As::array;
    CHITTY_DO(file_.write(array ? (written_ == 0 ? "[\n" : ",\n") : ""));
    ++written_;
    return file_.write(array ? text : text + "\n");
  }
  Result<void> end() { return reader_.as() == As::array ? file_.write(written_ == 0 ? "[]\n" : "\n]\n") : Result<void>(); }
  std::uint64_t written() const { return written_; }

 private:
  OutFile& file_;
  const Reader& reader_;
  std::uint64_t written_ = 0;
};

Result<Reply> transform(const commands::Migrate& args, const Plan& plan, Transforming& transforming, Host& host) {
  CHITTY_TRY(auto read, open_documents(args.file, [&](char* buffer, std::size_t capacity) { return host.read_input(buffer, capacity); }));
  Reader reader(std::move(read), args.file, as_of(args.as), !transforming.takes_arrays());
  CHITTY_TRY(auto file, OutFile::beside(args.out));
  Writing writing(file, reader);
  std::uint64_t documents = 0, wrong = 0;
  for (;;) {
    CHITTY_TRY(const auto document, reader.next());
    if (!document) break;
    std::vector<json::object> problems;
    const auto text = transforming.run(*document, problems);
    wrong += problems.empty() ? 0 : 1;
    for (const auto& one : problems) CHITTY_DO(host.record(one));
    if (wrong == 0) CHITTY_DO(writing.document(text));
    if (++documents % 1024 == 0 && host.cancelled()) return make_error(Code::cancelled, "cancelled");
  }
  if (wrong > 0) return verdict(make_error(Code::refused, std::to_string(wrong) + " of " + std::to_string(documents) + " documents in '" + args.file + "' cannot become " + plan.pair.to.shown() + ", and nothing was written"));
  CHITTY_DO(writing.end());
  CHITTY_DO(host.send(post("/api/v1/migrations", {{"schema", plan.pair.from.name}, {"from", plan.pair.from.version}, {"to", plan.pair.to.version}, {"documents", documents}})));
  CHITTY_DO(file.exchange());
  host.note("Wrote " + std::to_string(documents) + (documents == 1 ? " document" : " documents") + " of " + plan.pair.to.shown() + " to " + args.out);
  return Reply::nothing();
}

}  // namespace

namespace commands {

Result<Reply> migrate(const Migrate& args, Host& host) {
  if (!args.file.empty() && args.out.empty()) return usage_error("missing required option '--out' for a file of documents", "Name the file to write: --out FILE");
  CHITTY_TRY(const auto planned, plan(args, host));
  CHITTY_TRY(auto transforming, Transforming::by(planned));
  return args.file.empty() ? show(planned, transforming, host) : transform(args, planned, transforming, host);
}

}  // namespace commands
}  // namespace chittyschema
