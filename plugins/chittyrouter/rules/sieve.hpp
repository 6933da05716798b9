// Rules as a Sieve script (RFC 5228), for a mail server that is to decide the same.
#ifndef CHITTYROUTER_RULES_SIEVE_HPP
#define CHITTYROUTER_RULES_SIEVE_HPP

#include "decide.hpp"

namespace chittyrouter {

// A priority is the flag $priority_LEVEL, a label the flag of its name, an agent $agent_NAME, evidence $evidence; archive files into
// "Archive". Groups stand there as what is in them now.
std::string sieve_of(const std::vector<Rule>& rules, const Book& book);

}  // namespace chittyrouter

#endif  // CHITTYROUTER_RULES_SIEVE_HPP
