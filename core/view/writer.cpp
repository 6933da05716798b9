// Which writer: the one place where format, kind of view and terminal meet.
#include "base/text.hpp"
#include "view/writers.hpp"

#include <algorithm>

namespace chitty::host {
namespace {

struct FormatWord {
  const char* word;
  Format format;
};
constexpr FormatWord formats[] = {{"table", Format::table},
                                  {"json", Format::json},
                                  {"ndjson", Format::ndjson},
                                  {"yaml", Format::yaml},
                                  {"csv", Format::csv}};

bool has_key(const View& view) {
  return std::any_of(view.columns.begin(), view.columns.end(), [](const Column& column) { return column.as == Column::As::key; });
}

// What a person sees who asked for no format.
Writer human_writer(const View& view, bool quiet, const Terminal& terminal) {
  switch (view.kind) {
    case ViewKind::list:
      return terminal.out_is_terminal ? table_writer(view, quiet, terminal) : tabs_writer(view, quiet, terminal);
    case ViewKind::raw:
      return raw_writer(view, terminal);
    case ViewKind::stream:
      return terminal.height > 0 && has_key(view) ? live_writer(view, terminal) : line_writer(view, terminal);
    case ViewKind::object:
    case ViewKind::none:
      break;
  }
  return object_writer(view, terminal);
}

// A command without a view gives nothing to a person; its records go to a program that asked for a format.
class NothingWriter : public RecordWriter {
 public:
  Result<void> record(json::value) override { return {}; }
  Result<void> bytes(std::string_view) override { return no_bytes_here(); }
  Result<void> finish() override { return {}; }
};

Result<Writer> filtered_writer(const ViewOptions& options, const View& view, const Terminal& terminal) {
  // The filter sees what -o json would show: a list as one array. With NDJSON it sees record by record, in constant
  // memory.
  const bool whole = view.kind == ViewKind::list && options.format != Format::ndjson;
  const View results{ViewKind::stream, {}};
  const auto warn = [terminal](std::string_view line) { terminal.err("warning: " + std::string(line) + "\n"); };
  switch (options.format) {
    case Format::yaml:
      return jq_writer(options.jq, whole, yaml_writer(ViewKind::object, terminal), warn);
    case Format::csv:
      return jq_writer(options.jq, whole, csv_writer(results, options.quiet, terminal), warn);
    default:
      return jq_writer(options.jq, whole, plain_writer(terminal), warn);
  }
}

}  // namespace

Result<Format> parse_format(std::string_view word) {
  std::vector<std::string> words;
  for (const auto& known : formats) {
    if (known.word == word) return known.format;
    words.emplace_back(known.word);
  }
  const auto near = did_you_mean(nearest(word, words));
  return usage_error("invalid value '" + std::string(word) + "' for '--output' [possible values: " + join(words, ", ") + "]", near);
}

Error no_bytes_here() {
  return make_error(Code::plugin_fault, "the command wrote bytes, but its manifest declares records",
                    "Its author must declare the view as raw or stream.");
}

bool takes_bytes(ViewKind kind) { return kind == ViewKind::raw || kind == ViewKind::stream; }

Output::Flush flush_for(ViewKind kind) {
  return kind == ViewKind::stream ? Output::Flush::each_record : Output::Flush::when_full;
}

Result<Writer> make_writer(const View& view, const ViewOptions& options, const Terminal& terminal) {
  if (view.kind == ViewKind::raw && (!options.jq.empty() || options.format != Format::table)) {
    auto inner = make_writer({ViewKind::object, {}}, options, terminal);
    if (!inner) return inner;
    return bytes_as_record(std::move(*inner));
  }
  if (!options.jq.empty()) return filtered_writer(options, view, terminal);
  switch (options.format) {
    case Format::json:
      return view.kind == ViewKind::stream ? ndjson_writer(view.kind, terminal) : json_writer(view.kind, terminal);
    case Format::ndjson:
      return ndjson_writer(view.kind, terminal);
    case Format::yaml:
      return yaml_writer(view.kind, terminal);
    case Format::csv:
      return csv_writer(view, options.quiet, terminal);
    case Format::table:
      break;
  }
  if (view.kind == ViewKind::none) return Writer(std::make_unique<NothingWriter>());
  return human_writer(view, options.quiet, terminal);
}

}  // namespace chitty::host
