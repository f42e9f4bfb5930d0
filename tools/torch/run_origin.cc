#include "tools/torch/run_origin.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/fingerprint.h>
#include <lingan/base/input.h>
#include <lingan/base/number.h>
#include <lingan/model/generators/oracle.h>
#include <lingan/model/tensor_file.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

namespace lingan::tools {
namespace {

/// Whether two values of an option are one: `0.1` and `0.10` are.
bool same_value(const std::string& a, const std::string& b) {
  const auto number = parse_number<double>(a);
  return a == b || (number && number == parse_number<double>(b));
}

/// A run of an earlier version has no fingerprints: then the path must be the same.
bool same_text(const std::string& option, const std::string& file, const RunSpec& spec) {
  const auto known = spec.fingerprints.find(option);
  if (known != spec.fingerprints.end()) {
    return fingerprint(*open_input(file), input_name(file)) == known->second;
  }
  const auto place = [](const std::string& path) {
    return std::filesystem::absolute(path).lexically_normal();
  };
  return place(file) == place(spec.origin.at(option));
}

bool same_tokenizer(const std::string& name, const std::string& had, const RunSpec& spec) {
  if (kind_or_file(name) != nullptr) return name == had;
  return load_tokenizer(name)->serialize() == spec.tokenizer->serialize();
}

bool same_oracle(const std::string& name, const std::string& had, const RunSpec& spec) {
  if (is_random_oracle(name) || is_random_oracle(had)) return name == had;
  const TensorFile given = load_oracle_file(name), kept = load_tensors(spec.oracle);
  return given.metadata == kept.metadata && given.tensors.size() == kept.tensors.size() &&
         std::equal(given.tensors.begin(), given.tensors.end(), kept.tensors.begin(),
                    [](const auto& a, const auto& b) {
                      return a.first == b.first &&
                             a.second.scalar_type() == b.second.scalar_type() &&
                             a.second.equal(b.second);
                    });
}

/// @param had  the option's value at the start; empty: it had none.
bool is_same(const std::string& option, const std::string& value, const std::string& had,
             const RunSpec& spec) {
  if (option == "--seed") return parse_number<uint64_t>(value) == spec.seed;
  if (had.empty()) return false;
  if (option == "--corpus" || option == "--corpus-b" || option == "--valid" || option == "--test" ||
      option == "--labels" || option == "--sources" || option == "--vectors" ||
      option == "--pairs") {
    return same_text(option, value, spec);
  }
  if (option == "--tokenizer") return same_tokenizer(value, had, spec);
  if (option == "--oracle") return same_oracle(value, had, spec);
  return same_value(value, had);
}

}  // namespace

void require_same_origin(const TrainOptions& options, const RunSpec& spec) {
  for (const auto& [option, value] : options.given_origin) {
    const auto known = spec.origin.find(option);
    const std::string had = known == spec.origin.end() ? "" : known->second;
    if (is_same(option, value, had, spec)) continue;
    const std::string start = spec.origin.empty() ? "does not say how it was started"
                              : had.empty()       ? "was started without it"
                              : had == value      ? "was started with another content of that name"
                                                  : "was started with " + had;
    throw UsageError(fmt::format(
        "{} {}: the run in {} {}, which it keeps; leave the option out, or start anew in another "
        "--run",
        option, value, options.run, start));
  }
}

}  // namespace lingan::tools
