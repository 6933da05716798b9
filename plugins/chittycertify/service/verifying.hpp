// A kept signature, looked at.
#pragma once

#include "../cms/examination.hpp"
#include "certificates.hpp"

namespace chittycertify {

struct Presented {
  std::optional<std::string> document{};   // the digest of the one at hand
  std::optional<std::string> signature{};  // in DER, in the place of the kept one
  std::int64_t at = 0;                     // milliseconds
};
chitty::Result<Examination> examined(chitty::Service& service, const chitty::Row& row, const Presented& presented);

}  // namespace chittycertify
