#include <chitty/x509/openssl.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <chitty/hex.hpp>

namespace chitty::x509 {

namespace {

// Nothing of OpenSSL may be left for the end of the process: no code of a plugin runs there.
const bool without_atexit = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr) == 1;

}  // namespace

Error openssl_fault(std::string_view doing) {
  char words[256] = "no reason given";
  if (const auto code = ERR_get_error()) ERR_error_string_n(code, words, sizeof words);
  ERR_clear_error();
  return make_error(Code::plugin_fault,
                    "OpenSSL cannot " + std::string(doing) + ": " + words + (without_atexit ? "" : " (not initialised)"));
}

Bio reading(std::string_view bytes) { return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }

std::string text_of(BIO* bio) {
  char* at = nullptr;
  const auto size = BIO_get_mem_data(bio, &at);
  return std::string(at, static_cast<std::size_t>(size));
}

Certificate certificate_of(std::string_view pem) {
  const auto bio = reading(pem);
  Certificate first(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return first;
}

std::string pem_of(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

Time time_of(std::int64_t seconds) { return Time(ASN1_TIME_set(nullptr, seconds)); }

std::int64_t seconds_of(const ASN1_TIME* time) {
  const auto epoch = time_of(0);
  int days = 0, seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return 0;
  return std::int64_t{days} * 86'400 + seconds;
}

std::string serial_of(const ASN1_INTEGER* number) {
  const std::string bytes(reinterpret_cast<const char*>(ASN1_STRING_get0_data(number)),
                          static_cast<std::size_t>(ASN1_STRING_length(number)));
  return (ASN1_STRING_type(number) == V_ASN1_NEG_INTEGER ? "-" : "") + hex(bytes);
}

Number number_of(std::string_view digits) {
  const auto bytes = from_hex(digits);
  if (!bytes) return nullptr;
  Number number(ASN1_INTEGER_new());
  ASN1_STRING_set(number.get(), bytes->data(), static_cast<int>(bytes->size()));
  return number;
}

}  // namespace chitty::x509
