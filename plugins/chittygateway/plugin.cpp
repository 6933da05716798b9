// chittygateway: the table of contents; chittygateway_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/plugin.hpp>
#include <chittygateway_names.hpp>

#include "service/policy.hpp"
#include "service/traffic.hpp"

CHITTY_PLUGIN(.routes = chittygateway::routes::table(), .policy = {.document = chittygateway::document, .measured = chittygateway::measured})
