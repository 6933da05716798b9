// Evidence as rows: whose it is, how it is shown.
#pragma once

#include <chitty/lists.hpp>
#include <chitty/service.hpp>
#include <string>

namespace chittyverify {

// What the shape of evidence takes; a WHERE must follow.
inline constexpr std::string_view select_evidence =
    "SELECT e.*, l.block AS block_number FROM verify_evidence e LEFT JOIN verify_leaves l ON l.evidence = e.artifact_id";

// All columns. NOT_FOUND when it is not the caller's.
chitty::Result<chitty::Row> evidence_of_caller(chitty::Service& service, const std::string& id);

// A bare array, as the wire has it.
chitty::Response list_of(const std::vector<chitty::RowText>& rows, chitty::Shape shape);

}  // namespace chittyverify
