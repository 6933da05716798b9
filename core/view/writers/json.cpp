// -o json: two spaces a level, always: it is read by people as often as by programs, and programs do not mind.
#include "view/bytes.hpp"
#include "view/json_text.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

class JsonWriter : public OutputWriter {
 public:
  JsonWriter(ViewKind kind, Terminal terminal) : OutputWriter(std::move(terminal), flush_for(kind)), kind_(kind) {}

  Result<void> record(json::value value) override {
    if (is_list()) text() += count_ == 0 ? "[\n  " : ",\n  ";
    append_json(text(), value, {true, terminal().colour}, is_list() ? 1 : 0);
    if (!is_list()) text() += '\n';
    ++count_;
    return output_.record_done();
  }

  Result<void> bytes(std::string_view data) override {
    return takes_bytes(kind_) ? bytes_.write(output_, data) : no_bytes_here();
  }

  Result<void> finish() override {
    bytes_.finish(output_);
    if (is_list()) text() += count_ == 0 ? "[]\n" : "\n]\n";
    return output_.flush();
  }

 private:
  bool is_list() const { return kind_ == ViewKind::list; }

  ViewKind kind_;
  Bytes bytes_;
  std::uint64_t count_ = 0;
};

}  // namespace

Writer json_writer(ViewKind kind, Terminal terminal) { return std::make_unique<JsonWriter>(kind, std::move(terminal)); }

}  // namespace chitty::host
