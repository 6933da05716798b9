// chitty connect openapi export, validate
#include <chittyconnect_names.hpp>

#include <chitty/verdict.hpp>
#include <fstream>

#include "check.hpp"
#include "pretty.hpp"
#include "text_document.hpp"

namespace chittyconnect::commands {

using namespace chitty;

namespace {

constexpr std::size_t largest = 16u << 20;

Result<std::string> exported(Host& host) {
  CHITTY_TRY(const auto reply, host.send(get("/openapi.json").anonymous()));
  if (!reply.value().is_object() || !reply.value().get_object().contains("openapi")) return make_error(Code::malformed, "the service gave no OpenAPI document");
  return openapi::pretty(reply.value());
}

Error too_large(const std::string& path) { return usage_error("'" + path + "' is larger than 16 MiB"); }

Result<std::string> standard_input(Host& host) {
  std::string text(65536, '\0');
  std::size_t size = 0;
  for (;;) {
    CHITTY_TRY(const auto got, host.read_input(text.data() + size, text.size() - size));
    if (got == 0) return text.substr(0, size);
    size += got;
    if (size > largest) return too_large("-");
    if (size == text.size()) text.resize(2 * text.size());
  }
}

Result<std::string> text_of(const std::string& path, Host& host) {
  if (path.empty()) return exported(host);
  if (path == "-") return standard_input(host);
  std::ifstream file(path, std::ios::binary);
  if (!file) return usage_error("cannot read file '" + path + "'");
  std::string text(largest + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > largest) return too_large(path);
  return text;
}

std::string counted(std::int64_t number, const char* one, const char* many) { return std::to_string(number) + " " + (number == 1 ? one : many); }

}  // namespace

Result<Reply> openapi_export(Host& host) {
  CHITTY_TRY(const auto text, exported(host));
  CHITTY_DO(host.bytes(text));
  return Reply::nothing();
}

Result<Reply> openapi_validate(const OpenapiValidate& args, Host& host) {
  CHITTY_TRY(const auto text, text_of(args.file, host));
  const std::string name = args.file.empty() ? "the exported document" : args.file == "-" ? "standard input"
                                                                                          : "'" + args.file + "'";
  auto document = openapi::TextDocument::parse(text);
  if (!document) {
    auto error = document.error();
    error.message = name + " cannot be read: " + error.message;
    error.code = Code::refused;
    return error;
  }
  CHITTY_TRY(const auto judged, openapi::judge(document->value()));
  for (const auto& problem : judged.problems) {
    const auto place = document->place(problem.at);
    CHITTY_DO(host.record(json::object{{"line", place.line}, {"column", place.column}, {"at", problem.at}, {"rule", problem.rule}, {"message", problem.message}}));
  }
  if (!judged.problems.empty())
    return verdict(make_error(Code::refused, name + " is not valid OpenAPI " + judged.version + ": " + counted(static_cast<std::int64_t>(judged.problems.size()), "problem", "problems")));
  host.note("Valid OpenAPI " + judged.version + ": " + counted(judged.paths, "path", "paths") + ", " + counted(judged.operations, "operation", "operations") + ", " +
            counted(judged.schemas, "schema", "schemas"));
  return Reply::nothing();
}

}  // namespace chittyconnect::commands
