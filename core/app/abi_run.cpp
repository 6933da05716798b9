#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/abi.hpp>

#include "app/abi.hpp"
#include "app/command_run.hpp"

namespace chitty::host {

namespace {

// What the other command says goes to the plugin that asked, and nothing of it to the person.
class ToSink : public RecordWriter {
 public:
  ToSink(const chitty_sink* sink, std::string command) : sink_(sink), command_(std::move(command)) {}

  Result<void> record(json::value value) override {
    const std::string text = json::serialize(value);
    const auto status = sink_->write(sink_->context, text.data(), text.size());
    if (status == CHITTY_OK) return {};
    return make_error(static_cast<Code>(status), "'" + command_ + "' was stopped by the command that ran it");
  }
  Result<void> bytes(std::string_view) override {
    return make_error(Code::not_supported,
                      "'" + command_ + "' writes bytes, not records, so another command cannot run it");
  }
  Result<void> finish() override { return {}; }

 private:
  const chitty_sink* sink_;
  std::string command_;
};

Result<std::vector<std::string>> words_of(std::string_view text) {
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  const auto* array = ec ? nullptr : value.if_array();
  std::vector<std::string> words;
  for (std::size_t i = 0; array && i < array->size() && (*array)[i].is_string(); ++i)
    words.emplace_back((*array)[i].get_string());
  if (!array || words.size() != array->size())
    return make_error(Code::plugin_fault, "The words of a command to run are not a JSON array of strings.");
  return words;
}

chitty_status CHITTY_CALL run(chitty_call* call, const chitty_str* text, const chitty_sink* records,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto words = words_of(abi::view(text));
    if (!words) return abi::fill(error, words.error());
    ToSink writer(records, words->empty() ? "" : words->front());
    const auto done = run_within(*call, *words, writer);
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

}  // namespace

const chitty_run& run_table() {
  static const chitty_run table{sizeof(chitty_run), 0, run, nullptr};
  return table;
}

}  // namespace chitty::host
