#include "daemon/watch/log.hpp"

#include "base/time.hpp"

#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <vector>

namespace chitty::host::daemon {
namespace {

constexpr std::uint64_t most_bytes = 10u << 20;
constexpr std::string_view names[] = {"debug", "info", "warn", "error"};

bool is_token_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '=';
}

std::mutex kept_mutex;
std::vector<std::string> kept_out;

void hide_kept(std::string& text) {
  const std::lock_guard guard(kept_mutex);
  for (const auto& secret : kept_out)
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3)) text.replace(at, secret.size(), "***");
}

void hide_after(std::string& text, std::string_view mark) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    at += mark.size();
    std::size_t end = at;
    while (end < text.size() && is_token_letter(text[end])) ++end;
    text.replace(at, end - at, "***");
  }
}

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string clean(text);
  hide_after(clean, "ca_local_");
  hide_after(clean, "Bearer ");
  hide_kept(clean);
  return clean;
}

void keep_out_of_logs(std::string secret) {
  if (secret.size() < 6) return;
  const std::lock_guard guard(kept_mutex);
  if (std::find(kept_out.begin(), kept_out.end(), secret) == kept_out.end()) kept_out.push_back(std::move(secret));
}

Log::Log(const std::filesystem::path& file) : file_(std::make_unique<RotatingFile>(file, most_bytes)) {}

void Log::write(Level level, std::string_view text) {
  std::string line = rfc3339(now_ms());
  line.append(" ").append(names[static_cast<int>(level)]).append(" [").append(std::to_string(::getpid())).append("] ");
  const std::size_t words = line.size();
  line += without_secrets(text);
  for (std::size_t i = words; i < line.size(); ++i)
    if (static_cast<unsigned char>(line[i]) < 0x20) line[i] = ' ';
  line.push_back('\n');
  const std::lock_guard guard(mutex_);
  if (file_) file_->add(line);
  else (void)!::write(2, line.data(), line.size());
}

}  // namespace chitty::host::daemon
