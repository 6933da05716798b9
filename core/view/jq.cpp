// --jq: records through a filter, by libjq, which is opened only when the option is given: nobody else pays for it or
// needs it installed. jq 1.6 counts in doubles; integers beyond 2^53 come through a filter whole all the same, or it is said
// that they did not (large_integers.hpp).
#include <boost/json/parse.hpp>

#include "view/json_text.hpp"
#include "view/large_integers.hpp"
#include "view/libjq.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

// One compiled filter.
class Filter {
 public:
  static Result<std::unique_ptr<Filter>> compile(const std::string& text) {
    const auto library = libjq();
    if (!library) return library.error();
    std::unique_ptr<Filter> filter(new Filter(**library));
    if (!filter->state_) return make_error(Code::host_fault, "libjq cannot start: out of memory.");
    if (filter->compiles(text)) {
      filter->large_.note_literals(text);
      return filter;
    }
    return usage_error("invalid --jq filter: " + filter->complaint_ + ".",
                       "Put the filter in single quotes, for example --jq '.[].id'.");
  }

  ~Filter() {
    if (state_) jq_.teardown(&state_);
  }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // What a person must know of the results, or empty.
  std::string warning() const { return large_.warning(); }

  // Each result of the filter for `input`, given to `inner`.
  Result<void> run(const json::value& input, RecordWriter& inner) {
    if (halted_) return {};
    large_.note(input);
    const std::string text = compact_json(input);
    if (text.size() > std::numeric_limits<int>::max())
      return usage_error("The result is too large for --jq.",
                         "Use -o ndjson with --jq, which takes one record at a time.");
    jv value = jq_.parse(text.data(), static_cast<int>(text.size()));
    if (jq_.kind(value) == JV_KIND_INVALID) return failed(jq_.message(value));
    jq_.start(state_, value, 0);
    for (;;) {
      jv result = jq_.next(state_);
      if (jq_.kind(result) == JV_KIND_INVALID) return ended(result);
      if (auto given = give(result, inner); !given) return given;
    }
  }

 private:
  explicit Filter(const LibJq& jq) : jq_(jq), state_(jq.init()) {}

  bool compiles(const std::string& text) {
    // Modules are looked for nowhere; libjq wants to be told.
    jq_.set_attr(state_, jq_.string("JQ_LIBRARY_PATH"), jq_.array());
    jq_.set_attr(state_, jq_.string("JQ_ORIGIN"), jq_.string("."));
    jq_.set_attr(state_, jq_.string("PROGRAM_ORIGIN"), jq_.string("."));
    jq_.set_error_cb(state_, note_complaint, this);
    // jq_init() of 1.6 leaves these two uninitialised: `input` would jump anywhere.
    jq_.set_input_cb(state_, no_more_input, this);
    jq_.set_debug_cb(state_, discard, this);
    return jq_.compile(state_, text.c_str()) != 0;
  }

  static jv no_more_input(jq_state*, void* context) { return static_cast<Filter*>(context)->jq_.invalid(); }
  static void discard(void* context, jv message) { static_cast<Filter*>(context)->jq_.free(message); }

  // libjq's first complaint, without "jq: error: " before and ", line 1:" behind.
  static void note_complaint(void* context, jv message) {
    auto& self = *static_cast<Filter*>(context);
    std::string text = self.take_text(message);
    if (!self.complaint_.empty()) return;
    constexpr std::string_view prefix = "jq: error: ";
    if (text.rfind(prefix, 0) == 0) text.erase(0, prefix.size());
    text.erase(std::min(text.find('\n'), text.size()));
    text.erase(std::min(text.rfind(" at <top-level>"), text.size()));
    const std::string aside = " (Unix shell quoting issues?)";
    if (const auto at = text.find(aside); at != std::string::npos) text.erase(at, aside.size());
    self.complaint_ = text;
  }

  // A string as itself, anything else as JSON; the value is used up.
  std::string take_text(jv value) const {
    jv text = jq_.kind(value) == JV_KIND_STRING ? value : jq_.dump(value, 0);
    std::string out(jq_.string_value(text), static_cast<std::size_t>(jq_.string_length(jq_.copy(text))));
    jq_.free(text);
    return out;
  }

  Result<void> give(jv result, RecordWriter& inner) {
    if (jq_.kind(result) == JV_KIND_STRING) {
      auto string = take_text(result);
      large_.look_for_rounded(string);
      return inner.record(json::value(json::string(std::move(string))));
    }
    json::parse_options options;
    options.max_depth = 10'000;
    boost::system::error_code ec;
    auto value = json::parse(take_text(result), ec, {}, options);
    if (ec) return make_error(Code::host_fault, "libjq gave what is not JSON: " + ec.message() + ".");
    large_.restore(value);
    return inner.record(std::move(value));
  }

  // jq_next() has no more: because of an error, `halt`, or simply the end.
  Result<void> ended(jv last) {
    if (jq_.halted(state_)) {
      halted_ = true;
      jq_.free(last);
      jv message = jq_.error_message(state_);
      if (jq_.kind(message) != JV_KIND_INVALID) return failed(message);
      jq_.free(message);
      return {};
    }
    if (jq_.has_message(jq_.copy(last))) return failed(jq_.message(last));
    jq_.free(last);
    return {};
  }

  Error failed(jv message) const {
    auto text = take_text(message);
    while (!text.empty() && (text.back() == '\n' || text.back() == '.')) text.pop_back();
    return usage_error("--jq filter failed: " + text + ".",
                       "Look at the shape with -o json, then fix the filter.");
  }

  const LibJq& jq_;
  jq_state* state_;
  std::string complaint_;
  LargeIntegers large_;
  bool halted_ = false;
};

class JqWriter : public RecordWriter {
 public:
  JqWriter(std::unique_ptr<Filter> filter, bool whole, Writer inner, std::function<void(std::string_view)> warn)
      : filter_(std::move(filter)), whole_(whole), inner_(std::move(inner)), warn_(std::move(warn)) {}

  Result<void> record(json::value value) override {
    if (!whole_) return filter_->run(value, *inner_);
    list_.emplace_back(std::move(value));
    return {};
  }
  Result<void> bytes(std::string_view) override {
    return usage_error("--jq filters records, and this command gives bytes.",
                       "Leave out --jq and pipe the output to jq.");
  }
  Result<void> finish() override {
    if (whole_)
      if (auto done = filter_->run(json::value(std::move(list_)), *inner_); !done) return done;
    if (const auto warning = filter_->warning(); !warning.empty()) warn_(warning);
    return inner_->finish();
  }
  Result<void> flush() override { return inner_->flush(); }

 private:
  std::unique_ptr<Filter> filter_;
  bool whole_;
  json::array list_;
  Writer inner_;
  std::function<void(std::string_view)> warn_;
};

}  // namespace

Result<Writer> jq_writer(const std::string& text, bool whole, Writer inner, std::function<void(std::string_view)> warn) {
  auto filter = Filter::compile(text);
  if (!filter) return filter.error();
  return Writer(std::make_unique<JqWriter>(std::move(*filter), whole, std::move(inner), std::move(warn)));
}

}  // namespace chitty::host
