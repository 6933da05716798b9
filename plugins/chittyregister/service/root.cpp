// The root: what others trust, and its key, which may leave.
#include <chitty/answers.hpp>
#include <chittyregister_names.hpp>

#include "authority.hpp"

namespace chittyregister::routes {

using namespace chitty;

Result<Response> show_root(Service& service) {
  CHITTY_TRY(auto root, service.store().transaction([&]() -> Result<Holder> {
    CHITTY_DO(found_authority(service));
    return newest(service, "root");
  }));
  Response response;
  response.body = std::move(root.pem);
  response.headers["Content-Type"] = "application/x-pem-file";
  return response;
}

}  // namespace chittyregister::routes
