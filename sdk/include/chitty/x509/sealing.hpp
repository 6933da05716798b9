// Private keys at rest: AES-256-GCM by a key of its own, which is beside the database and not in it (a blob). Whoever has a copy
// of the database, or may read it, has no key of the authority; whoever has the whole data folder has.
#ifndef CHITTY_X509_SEALING_HPP
#define CHITTY_X509_SEALING_HPP

#include <chitty/service.hpp>

namespace chitty::x509 {

// A new key to seal by: where it is kept.
Result<std::string> new_sealing(Service& service);

// `id` says whose key it is; what is sealed for one does not open for another.
Result<std::string> seal(Service& service, std::string_view sealing, std::string_view id,
                         std::string_view secret);

// HOST_FAULT: the key to open it is not there any more, or it was altered.
Result<std::string> unseal(Service& service, std::string_view sealing, std::string_view id,
                           std::string_view sealed);

}  // namespace chitty::x509

#endif  // CHITTY_X509_SEALING_HPP
