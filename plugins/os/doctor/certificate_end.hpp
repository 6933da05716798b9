// Until when a certificate is valid, read off its PEM text; nothing else of it is looked at, so no library for it is needed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace os::doctor {

// Milliseconds since 1970 of the end of the first certificate in the text; none where there is no certificate.
std::optional<std::int64_t> end_of_certificate(std::string_view pem);

}  // namespace os::doctor
