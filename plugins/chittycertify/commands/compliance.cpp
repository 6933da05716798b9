// chitty certify compliance report: as records, or as a file for people.
#include <unistd.h>

#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <chittycertify_names.hpp>

#include "../compliance/report.hpp"

namespace chittycertify::commands {

using namespace chitty;

Result<Reply> compliance_report(const ComplianceReport& args, Host& host) {
  if (args.format.empty() && !args.file.empty()) return usage_error("'--file' needs '--format'");
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/compliance/" + encode(args.entity) + "/report")));
  const auto* assessment = reply.value().if_object();
  const auto* findings = assessment ? assessment->if_contains("findings") : nullptr;
  if (!findings || !findings->is_array() || !assessment->contains("coverage")) return make_error(Code::malformed, "The service's answer is not a report.");
  if (args.format.empty()) return reply;
  const auto markdown = args.format == "markdown";
  const auto path = args.file.empty() ? std::string("compliance") + (markdown ? ".md" : ".pdf") : args.file;
  if (args.file.empty() && ::access(path.c_str(), F_OK) == 0) return make_error(Code::conflict, "'" + path + "' already exists", "Say where to write it: add --file FILE");
  CHITTY_TRY(auto file, NewFile::beside(path, false, "Choose another file: --file FILE"));
  CHITTY_DO(file.write(markdown ? markdown_of(*assessment) : pdf_of(*assessment)));
  CHITTY_DO(file.exchange());
  host.note("Wrote " + path);
  auto record = *assessment;
  record["file"] = path;
  return Reply(std::move(record));
}

}  // namespace chittycertify::commands
