// What this service is.
#include <chitty/answers.hpp>
#include <chittycertify_names.hpp>

#include "../cms/stamp.hpp"

namespace chittycertify::routes {

using namespace chitty;

Result<Response> about(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("SELECT COUNT(*) AS certificates FROM certify_certificates WHERE status = 'valid' AND not_after > :now",
                                                 {{"now", rfc3339(service.now())}}, "Nothing can be counted."));
  return Response(json::object{{"status", "ok"},
                               {"service", service.name()},
                               {"version", service.version()},
                               {"timestamp", rfc3339(service.now())},
                               {"features", {"cades", "pades", "jws", "timestamps", "compliance"}},
                               {"timestampPolicy", stamp_policy},
                               {"certificates", row.at("certificates")}});
}

}  // namespace chittycertify::routes
