// Cases and documents as the caller may see them. On the request's thread.
#pragma once

#include <chitty/lists.hpp>
#include <string>

namespace chittycases {

// By its ID, number or ChittyID. NOT_FOUND when there is none, or it is somebody else's.
chitty::Result<chitty::Row> case_of_caller(chitty::Service& service, const std::string& id);

// The record, with the statuses that may follow.
chitty::json::object shown_case(const chitty::Row& row);

// A document of such a case, and the case. NOT_FOUND.
struct Found {
  chitty::Row of, document;
};
chitty::Result<Found> document_of_caller(chitty::Service& service, const std::string& case_id, const std::string& id);
chitty::Result<chitty::Row> document_row(chitty::Service& service, const std::string& id);

}  // namespace chittycases
