// -o yaml, by libyaml's emitter (linked statically): a list is one sequence, written as it comes; other records are
// documents. Read alike by YAML 1.2 and by the many readers that are still at 1.1.
#include <yaml.h>

#include <array>

#include "base/text.hpp"
#include "view/bytes.hpp"
#include "view/json_text.hpp"
#include "view/writers.hpp"

namespace chitty::host {
namespace {

// Words that a YAML 1.1 or 1.2 reader takes for something else than a string, in lower case.
constexpr std::array<std::string_view, 11> taken_words = {"null", "true", "false", "yes", "no", "on",
                                                          "off", "y", "n", "nan", "inf"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_taken(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::find(taken_words.begin(), taken_words.end(), lower) != taken_words.end();
}

// Plain only what begins with a letter, an underscore or a slash: no number, date or sign of YAML does.
yaml_scalar_style_t style_of(std::string_view text, bool key) {
  bool lines = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c == '\n' && !key)
      lines = true;
    else if (c < 0x20 || c >= 0x7f)
      return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
  }
  if (lines)
    return text.front() == '\n' || text.front() == ' ' ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_LITERAL_SCALAR_STYLE;
  const bool word = !text.empty() && (is_letter(text[0]) || text[0] == '_' || text[0] == '/') && !is_taken(text);
  return word ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

// Letters of any language may stand unquoted too; only what a terminal or a reader would stumble over is escaped.
class YamlWriter : public OutputWriter {
 public:
  YamlWriter(ViewKind kind, Terminal terminal) : OutputWriter(std::move(terminal), flush_for(kind)), kind_(kind) {
    ready_ = yaml_emitter_initialize(&emitter_) == 1;
    if (!ready_) return;
    yaml_emitter_set_output(&emitter_, append, &text());
    yaml_emitter_set_unicode(&emitter_, 1);
    yaml_emitter_set_width(&emitter_, -1);
    yaml_emitter_set_indent(&emitter_, 2);
    yaml_event_t event;
    if (ready_) ready_ = yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) && emit(event);
  }

  ~YamlWriter() override {
    yaml_emitter_flush(&emitter_);
    yaml_emitter_delete(&emitter_);
  }

  Result<void> record(json::value record) override {
    if (!is_list() || count_ == 0) begin_document();
    if (is_list() && count_ == 0) begin_sequence();
    ++count_;
    value(record);
    if (!is_list()) end_document();
    return written();
  }

  Result<void> bytes(std::string_view data) override {
    return takes_bytes(kind_) ? bytes_.write(output_, data) : no_bytes_here();
  }

  Result<void> finish() override {
    if (is_list()) {
      if (count_ == 0) {
        begin_document();
        begin_sequence();
      }
      yaml_event_t event;
      ready_ = ready_ && yaml_sequence_end_event_initialize(&event) && emit(event);
      end_document();
    }
    if (auto done = written(); !done) return done;
    bytes_.finish(output_);
    return output_.flush();
  }

 private:
  static int append(void* text, unsigned char* data, std::size_t size) {
    static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), size);
    return 1;
  }

  bool emit(yaml_event_t& event) { return yaml_emitter_emit(&emitter_, &event) == 1; }
  bool is_list() const { return kind_ == ViewKind::list; }

  Result<void> written() {
    ready_ = ready_ && yaml_emitter_flush(&emitter_) == 1;
    if (ready_) return output_.record_done();
    const std::string why = emitter_.problem ? emitter_.problem : "out of memory";
    return make_error(Code::host_fault, "cannot write the record as YAML: " + why + ".", "Use -o json.");
  }

  void begin_document() {
    yaml_event_t event;
    ready_ =
        ready_ && yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, count_ == 0) && emit(event);
  }
  void end_document() {
    yaml_event_t event;
    ready_ = ready_ && yaml_document_end_event_initialize(&event, 1) && emit(event);
  }
  void begin_sequence() {
    yaml_event_t event;
    ready_ = ready_ && yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_SEQUENCE_STYLE) &&
             emit(event);
  }

  void value(const json::value& value) {
    yaml_event_t event;
    if (const auto* members = value.if_object()) {
      ready_ = ready_ && yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, YAML_BLOCK_MAPPING_STYLE) &&
               emit(event);
      for (const auto& [name, member] : *members) string(name, true), this->value(member);
      ready_ = ready_ && yaml_mapping_end_event_initialize(&event) && emit(event);
    } else if (const auto* items = value.if_array()) {
      begin_sequence();
      for (const auto& item : *items) this->value(item);
      ready_ = ready_ && yaml_sequence_end_event_initialize(&event) && emit(event);
    } else if (const auto* text = value.if_string()) {
      string(*text, false);
    } else {
      scalar(compact_json(value), YAML_PLAIN_SCALAR_STYLE);
    }
  }

  void string(std::string_view given, bool key) {
    const auto text = harmless(given, terminal().out_is_terminal ? Controls::lines : Controls::keep);
    scalar(text, style_of(text, key));
  }

  void scalar(const std::string& text, yaml_scalar_style_t style) {
    yaml_event_t event;
    const auto* data = reinterpret_cast<const yaml_char_t*>(text.data());
    ready_ = ready_ &&
             yaml_scalar_event_initialize(&event, nullptr, nullptr, data, static_cast<int>(text.size()), 1, 1, style) &&
             emit(event);
  }

  ViewKind kind_;
  yaml_emitter_t emitter_{};
  bool ready_ = false;
  std::uint64_t count_ = 0;
  Bytes bytes_;
};

}  // namespace

Writer yaml_writer(ViewKind kind, Terminal terminal) { return std::make_unique<YamlWriter>(kind, std::move(terminal)); }

}  // namespace chitty::host
