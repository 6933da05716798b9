// chitty cases intel run, report.
#include <unistd.h>

#include <chitty/base64.hpp>
#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <chittycases_names.hpp>

#include "../report/build.hpp"
#include "child.hpp"
#include "print_program.hpp"
#include "reading.hpp"

namespace chittycases::commands {

using namespace chitty;

namespace {

// Those that nobody has read yet. One that cannot be read is told, and the others are read all the same.
Result<void> read_what_is_new(Host& host, const std::string& of) {
  std::string cursor;
  do {
    CHITTY_TRY(const auto page, host.send(get(case_path(of) + "/documents", {{"limit", "200"}, {"cursor", cursor}})));
    const auto* body = page.value().if_object();
    const auto* documents = body ? body->if_contains("documents") : nullptr;
    if (!documents || !documents->is_array()) return make_error(Code::malformed, "the service's answer has no documents");
    for (const auto& document : documents->get_array()) {
      const auto state = text_in(document, "state"), name = text_in(document, "name");
      if (state == "analyzed" || state == "unreadable") continue;
      CHITTY_TRY(const auto read, read_and_analyze(host, of, text_in(document, "id"), false));
      if (text_in(read, "state") == "unreadable") host.note("Cannot read " + name + ": " + text_in(read, "reason"));
    }
    const auto* metadata = body->if_contains("metadata");
    cursor = metadata ? text_in(*metadata, "nextCursor") : "";
  } while (!cursor.empty());
  return {};
}

Result<std::string> pdf_of(Host& host, const report::Sheet& sheet) {
  CHITTY_TRY(const auto end, run_program(host, "chittycases-print", print_program(), report::lines_of(sheet)));
  if (!end.failed.empty() || end.cut) return make_error(Code::host_fault, "the report cannot be printed: " + (end.cut ? std::string("it is too large") : end.failed), "Write it as Markdown: --format markdown");
  auto text = end.output;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  auto bytes = from_base64(text);
  if (!bytes || !bytes->starts_with("%PDF-")) return make_error(Code::plugin_fault, "the printing program gave no PDF");
  return std::move(*bytes);
}

}  // namespace

Result<Reply> intel_run(const IntelRun& args, Host& host) {
  CHITTY_DO(read_what_is_new(host, args.case_));
  json::object body;
  if (!args.rules.empty()) body["rules"] = args.rules;
  return host.send(post(case_path(args.case_) + "/intel", std::move(body)));
}

Result<Reply> intel_report(const IntelReport& args, Host& host) {
  CHITTY_TRY(const auto reply, host.send(get(case_path(args.case_) + "/intel")));
  const auto* intel = reply.value().if_object();
  if (!intel || !intel->contains("timeline")) return make_error(Code::malformed, "the service's answer is no report");
  auto path = args.file;
  if (args.format == "pdf" && path.empty()) {
    path = text_in(*intel, "caseNumber") + ".pdf";
    if (::access(path.c_str(), F_OK) == 0) return make_error(Code::conflict, "'" + path + "' already exists", "Say where to write it: add --file FILE");
  }
  std::string content;
  if (args.format == "json") content = json::serialize(*intel) + "\n";
  if (args.format == "markdown") content = report::markdown_of(report::sheet_of(*intel));
  if (args.format == "pdf") {
    CHITTY_TRY(content, pdf_of(host, report::sheet_of(*intel)));
  }
  if (path.empty() || path == "-") {
    CHITTY_DO(host.bytes(content));
    return Reply::nothing();
  }
  CHITTY_TRY(auto file, NewFile::beside(path, false, "Choose another file: --file FILE"));
  CHITTY_DO(file.write(content));
  CHITTY_DO(file.exchange());
  host.note("Wrote " + path);
  return Reply::nothing();
}

}  // namespace chittycases::commands
