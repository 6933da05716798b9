#include "page.hpp"

#include "prometheus.hpp"

#include <chitty/members.hpp>

namespace os::metrics {

using namespace chitty;

Result<std::string> page_of_daemon(Host& host) {
  auto request = get("/metrics").to("chittyd");
  request.headers["Accept"] = "text/plain";
  CHITTY_TRY(auto reply, host.open(request));
  CHITTY_TRY(auto page, reply.read_all());
  if (samples_of(page).empty()) return make_error(Code::malformed, "what answers at /metrics is not in the format of Prometheus");
  return page;
}

Result<std::string> page_of_service(Host& host, const std::string& name, const std::string& base_url) {
  CHITTY_TRY(const auto answers, host.probe({base_url + "/metrics"}, std::chrono::seconds(10)));
  const auto& answer = answers.at(0).as_object();
  const auto* status = answer.if_contains("status");
  if (!status) {
    const auto message = text_in(answer, "message");
    return make_error(text_in(answer, "reason") == "timeout" ? Code::timeout : Code::unreachable, message.empty() ? name + " cannot be reached" : message);
  }
  if (*status == 200 && text_in(answer, "contentType").starts_with("text/plain") && !samples_of(text_in(answer, "body")).empty()) return text_in(answer, "body");
  return make_error(Code::not_found, "'" + name + "' has no metrics that anybody may see: " + base_url + "/metrics answered " + std::to_string(status->to_number<int>()));
}

}  // namespace os::metrics
