// A document's certificate as it is kept.
#pragma once

#include <chitty/service.hpp>

#include "authority.hpp"

namespace chittycertify {

// The caller's; NOT_FOUND else. Also by its serial number. An expired one is one by the clock alone.
chitty::Result<chitty::Row> certificate_row(chitty::Service& service, const std::string& id);
// Anybody's, for what everybody may know of it.
chitty::Result<chitty::Row> any_certificate_row(chitty::Service& service, const std::string& id);

extern const char* const select_certificates;

// Its signer's certificate and those above, the root last.
struct Chain {
  Certificate signer;
  Holder issuing, root;
};
chitty::Result<Chain> chain_of(chitty::Service& service, const chitty::Row& row);

chitty::Error no_certificate(const std::string& id);

}  // namespace chittycertify
