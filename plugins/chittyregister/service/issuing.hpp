// One certificate of a service: its serial number is stored before it is signed, so that no number is used twice whatever happens
// in between.
#pragma once

#include "../x509/request.hpp"
#include "authority.hpp"
#include "control.hpp"

namespace chittyregister {

inline constexpr std::size_t most_names = 20;

struct Order {
  Controlled service;
  std::vector<Name> names;
  Key key;  // the public half
  std::int64_t days = 90;
  std::string replaces{};  // an id, or empty
};

// Which of `texts` the certificate may have; INVALID_ARGUMENT names the one that it may not. None given: the service's own.
chitty::Result<std::vector<Name>> admitted_names(const Controlled& service, const std::vector<std::string>& texts,
                                                 const Constraints& constraints);

// Its row's id. Not within a transaction.
chitty::Result<std::string> issue(chitty::Service& service, const Order& order);

// The row as it is shown, with the chain behind it; NOT_FOUND for what is not the caller's.
chitty::Result<chitty::json::object> shown_certificate(chitty::Service& service, const std::string& id);

extern const char* const select_certificates;

// As a condition after select_certificates.
chitty::Result<chitty::Row> certificate_row(chitty::Service& service, const std::string& id);

}  // namespace chittyregister
