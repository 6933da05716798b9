// What can be known of a manifest without running the plugin, beyond the schema of manifests. One line for each thing that
// does not hold: "service.routes[3].query.limit: its default 500 does not fit: must be at most 200, but is 500". Empty: all
// holds. The manifest is a record: in its long form, with all files in it, and it keeps the schema.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace chitty {

namespace json = boost::json;

using Lines = std::vector<std::string>;

// Each schema compiles, by known keywords only; its references lead somewhere; what a client fills has no pattern without
// a length; each default and each example fits the schema that it stands in.
Lines prove_schemas(const json::object& manifest);

// Parameters are those of the path; the query, the body and the reply are such as a route can have; the list and how it
// goes on are in the reply and in the query.
Lines prove_routes(const json::object& manifest);

// A declared request fits its command and its route: each argument is used, each slot is there, what is required is given,
// columns and expectations are in the reply.
Lines prove_requests(const json::object& manifest);

// An argument that is a time says on which side of now it lies.
Lines prove_arguments(const json::object& manifest);

// Columns of commands are in the reply that the manifest says.
Lines prove_columns(const json::object& manifest);

// A misspelt word says nothing: each key of the manifest is one that its schema knows. Told with the nearest known one.
Lines prove_words(const json::object& manifest, const json::value& manifest_schema);

// A JSON pointer as a place in the words of these lines: "/service/routes/3/query" is service.routes[3].query.
std::string place_of(std::string_view pointer);

}  // namespace chitty
