// Certificates for a test, made by the openssl program in a folder of the test's own.
#pragma once

#include "daemon/tls/server_tls.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace chitty::host::daemon {

class Certificates {
 public:
  // Makes the authority, ca.pem there, unless it was made before.
  explicit Certificates(std::filesystem::path folder) : folder_(std::move(folder)) {
    if (!std::filesystem::exists(folder_ / "ca.pem")) run("openssl req -x509 " + key("ca.key") + " -out ca.pem -days 30 -subj '/CN=test authority'");
  }

  // NAME.pem and NAME.key by the authority. `days` may be negative: it is over.
  TlsFiles make(const std::string& name, const std::string& names = "DNS:localhost,IP:127.0.0.1", int days = 30,
                const std::string& more = "extendedKeyUsage=serverAuth", const std::string& new_key = {}) {
    std::ofstream(folder_ / "extensions") << (names.empty() ? "" : "subjectAltName=" + names + "\n") << more << "\n";
    run("openssl req " + (new_key.empty() ? key(name + ".key") : new_key + " -nodes -keyout " + name + ".key") + " -out " + name + ".csr -subj '/CN=" + name + "'");
    run("openssl x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile extensions -out " + name +
        ".pem -days " + std::to_string(days));
    return files(name);
  }
  TlsFiles files(const std::string& name) const { return {folder_ / (name + ".pem"), folder_ / (name + ".key")}; }
  const std::filesystem::path& folder() const { return folder_; }

  void run(const std::string& command) const {
    const std::string quiet = "cd '" + folder_.string() + "' && umask 077 && (" + command + ") >output 2>&1";
    if (std::system(quiet.c_str()) != 0) throw std::runtime_error("failed: " + command);
  }

 private:
  static std::string key(const std::string& file) { return "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + file; }
  std::filesystem::path folder_;
};

}  // namespace chitty::host::daemon
