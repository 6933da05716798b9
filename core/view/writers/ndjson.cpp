// -o ndjson: one record, one line, as it comes. Also what a stream gives as JSON: it has no end to close a bracket at.
#include "view/bytes.hpp"
#include "view/json_text.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

class NdjsonWriter : public OutputWriter {
 public:
  NdjsonWriter(ViewKind kind, Terminal terminal) : OutputWriter(std::move(terminal), flush_for(kind)), kind_(kind) {}

  Result<void> record(json::value value) override {
    append_json(text(), value, {false, terminal().colour});
    text() += '\n';
    return output_.record_done();
  }

  Result<void> bytes(std::string_view data) override {
    return takes_bytes(kind_) ? bytes_.write(output_, data) : no_bytes_here();
  }

  Result<void> finish() override {
    bytes_.finish(output_);
    return output_.flush();
  }

 private:
  ViewKind kind_;
  Bytes bytes_;
};

}  // namespace

Writer ndjson_writer(ViewKind kind, Terminal terminal) {
  return std::make_unique<NdjsonWriter>(kind, std::move(terminal));
}

}  // namespace chitty::host
