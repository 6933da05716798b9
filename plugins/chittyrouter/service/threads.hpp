#ifndef CHITTYROUTER_SERVICE_THREADS_HPP
#define CHITTYROUTER_SERVICE_THREADS_HPP

#include <chitty/service.hpp>
#include <string>
#include <vector>

namespace chittyrouter {

// The thread of a mail that comes in, by what it answers: the last of its References, else In-Reply-To; where that mail is not here, what it
// answered in turn, as the References say, up to the first that is here. Mails that were answered and are not here yet keep a place (a
// ghost), so that the order in which mails arrive does not matter: one mail may so join several threads. Never by subject. Within a
// transaction.
chitty::Result<std::string> thread_of(chitty::Service& service, const std::string& message_id, const std::vector<std::string>& references, const std::string& in_reply_to);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_SERVICE_THREADS_HPP
