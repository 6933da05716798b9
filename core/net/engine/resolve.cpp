#include "net/engine/resolve.hpp"

#include <arpa/inet.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

#include "base/files.hpp"

namespace chitty::host {
namespace {

// Shared with the thread, so that whoever goes last frees it.
struct Question {
  std::string host, port;
  Fd done{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  int failure = 0;
  int system_error = 0;
  std::vector<Address> answer;
  std::atomic<bool> answered{false};  // set last: who sees it sees the rest; `done` is for waiting alone
};

void ask(Question& question, Lookup lookup) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  question.failure = lookup(question.host.c_str(), question.port.c_str(), &hints, &found);
  question.system_error = errno;
  for (const addrinfo* one = question.failure ? nullptr : found; one; one = one->ai_next) {
    Address address;
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    address.size = one->ai_addrlen;
    question.answer.push_back(address);
  }
  if (!question.failure && found) ::freeaddrinfo(found);
  question.answered = true;
  ::eventfd_write(question.done.get(), 1);
}

void add_literal(const std::string& host, std::uint16_t port, std::vector<Address>& out) {
  Address address;
  auto& four = reinterpret_cast<sockaddr_in&>(address.storage);
  auto& six = reinterpret_cast<sockaddr_in6&>(address.storage);
  if (::inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    address.size = sizeof four;
  } else if (::inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    address.size = sizeof six;
  }
  if (address.size) out.push_back(address);
}

Error not_found(const Question& question) {
  const bool later = question.failure == EAI_AGAIN || question.failure == EAI_SYSTEM;
  const std::string why =
      question.failure == EAI_SYSTEM ? system_words(question.system_error) : ::gai_strerror(question.failure);
  return unreachable("no address found for host " + question.host + " : " + why + ".", "dns", later,
                     later ? "Check the network, then try again." : "Check the spelling of the host name.");
}

}  // namespace

Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, const Context& context,
                                     Lookup lookup) {
  std::vector<Address> literal;
  const bool local = host == "localhost" || (host.size() > 10 && host.compare(host.size() - 10, 10, ".localhost") == 0);
  add_literal(local ? "127.0.0.1" : host, port, literal);
  if (local) add_literal("::1", port, literal);
  if (!literal.empty()) return literal;

  auto question = std::make_shared<Question>();
  question->host = host;
  question->port = std::to_string(port);
  try {
    std::thread([question, lookup] { ask(*question, lookup); }).detach();
  } catch (const std::system_error&) {  // no thread to be had: ask here, without the means to stop
    ask(*question, lookup);
  }
  pollfd done{question->done.get(), POLLIN, 0};
  switch (wait_ready(&done, 1, Clock::now() + context.options.timeout, context)) {
    case Woken::stopped:
      return stopped(context, "the address of " + host);
    case Woken::late:
      return silent(context, "The name service", "did not answer for the host " + host);
    case Woken::ready:
      break;
  }
  if (!question->answered || question->failure || question->answer.empty()) return not_found(*question);
  return std::move(question->answer);
}

}  // namespace chitty::host
