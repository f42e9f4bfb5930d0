#include <lingan/gradients/table_file.h>

#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/input.h>
#include <lingan/base/json_value.h>
#include <lingan/base/number.h>

namespace lingan::gradients {
namespace {

using Json = nlohmann::json;

constexpr uint64_t kMaximumBytes = uint64_t{1} << 28;
constexpr int kDeepest = 3;
/// Of numbers, so that their squares and sums are finite.
constexpr double kLargest = 1e100;

void allow(const Json& object, const std::set<std::string>& known) {
  for (const auto& [key, value] : object.items()) {
    if (!known.contains(key)) throw InputError("unknown key '" + key + "'");
  }
}

const Json& object_at(const Json& json, const std::string& key) {
  const auto value = json.find(key);
  if (value == json.end()) throw InputError("the key '" + key + "' is missing");
  if (!value->is_object()) throw InputError("'" + key + "' is no object");
  return *value;
}

/// @param what  the value's name in messages.
double number_of(const Json& value, const std::string& what) {
  if (!value.is_number()) throw InputError(what + " is no number");
  const auto number = value.get<double>();
  if (std::abs(number) > kLargest) {
    throw InputError(fmt::format("{} is beyond {}", what, kLargest));
  }
  return number;
}

bool flag_at(const Json& json, const std::string& key) {
  const auto value = json.find(key);
  if (value == json.end()) return false;
  if (!value->is_boolean()) throw InputError("'" + key + "' must be true or false");
  return value->get<bool>();
}

std::vector<double> numbers_of(const Json& value, const std::string& what) {
  if (!value.is_array()) throw InputError(what + " is no list of numbers");
  std::vector<double> numbers;
  for (const Json& entry : value) numbers.push_back(number_of(entry, "an entry of " + what));
  return numbers;
}

std::vector<double> row_of(const Json& value, int64_t vocabulary, const std::string& what) {
  auto row = numbers_of(value, what);
  if (static_cast<int64_t>(row.size()) != vocabulary) {
    throw InputError(fmt::format("{} has {} numbers, where the vocabulary has {} tokens", what,
                                 row.size(), vocabulary));
  }
  return row;
}

struct Sizes {
  int64_t vocabulary;
  int64_t length;
  bool shared;
};

Sizes read_sizes(const Json& json) {
  const auto size = [&](const char* key, int64_t least) {
    const auto value = json_value<int64_t>(json, key);
    if (value < least) throw InputError(fmt::format("'{}' must be {} or more", key, least));
    return value;
  };
  const int64_t vocabulary = size("vocabulary", 2), length = size("length", 1);
  if (!sequences_of(vocabulary, length)) {
    throw InputError(
        fmt::format("{}^{} sequences (vocabulary^length) are too many to enumerate; at most {}",
                    vocabulary, length, kMaximumSequences));
  }
  return {vocabulary, length, flag_at(json, "shared")};
}

/// The keys of an object: the names of all sequences of some lengths.
struct Names {
  std::string object;  ///< its own key
  int64_t vocabulary;
  int64_t shortest, longest;
};

/// Whether a key is one of the names.
bool is_name(std::string_view key, const Names& names) {
  int64_t length = 0;
  for (bool more = !key.empty(); more; ++length) {
    const std::string_view id = key.substr(0, key.find(' '));
    const auto token = parse_number<int64_t>(id);
    const bool is_id = token && *token >= 0 && *token < names.vocabulary;
    if (!is_id || id != std::to_string(*token)) return false;
    more = id.size() < key.size();
    key.remove_prefix(id.size() + (more ? 1 : 0));
  }
  return names.shortest <= length && length <= names.longest;
}

/// @throws InputError for a key that is none of the names.
void refuse_other_keys(const Json& object, const Names& names) {
  for (const auto& [key, value] : object.items()) {
    if (is_name(key, names)) continue;
    throw InputError(fmt::format(
        "the key '{}' of '{}' is none of the table's: {}{} ids below {} joined by a space", key,
        names.object, names.shortest == names.longest ? "" : "at most ", names.longest,
        names.vocabulary));
  }
}

/// Calls take(value, what) for all names, in order.
/// @throws InputError naming the first that is missing, or a key that is none.
template <class Take>
void take_all(const Json& json, const Names& names, const Take& take) {
  const Json& object = object_at(json, names.object);
  size_t taken = 0;
  int64_t first = 0;  // of the sequences of a length
  int64_t count = 1;
  for (int64_t length = 0; length <= names.longest; ++length, count *= names.vocabulary) {
    const int64_t begin = std::exchange(first, first + count);
    if (length < names.shortest) continue;
    for (int64_t sequence = begin; sequence < first; ++sequence, ++taken) {
      const std::string name = name_of_prefix(sequence, names.vocabulary);
      const auto value = object.find(name);
      const std::string what = fmt::format("'{}' of '{}'", name, names.object);
      if (value == object.end()) throw InputError(what + " is missing");
      take(*value, what);
    }
  }
  if (object.size() > taken) refuse_other_keys(object, names);
}

RelaxedFunction read_function(const Json& object, const Sizes& sizes) {
  allow(object, {"values", "polynomial", "sigmoid"});
  if (sizes.length != 1) throw InputError("'function' needs the length 1; give 'rewards'");
  for (const char* key : {"values", "polynomial"}) {
    if (!object.contains(key)) {
      throw InputError(fmt::format("the key '{}' of 'function' is missing", key));
    }
  }
  return {.values = row_of(object["values"], sizes.vocabulary, "'values'"),
          .polynomial = numbers_of(object["polynomial"], "'polynomial'"),
          .sigmoid = flag_at(object, "sigmoid")};
}

}  // namespace

GradientTable parse_table(std::string_view text) {
  const Json json = parse_json_document(text, kDeepest);
  if (!json.is_object()) throw InputError("expected a JSON object");
  allow(json, {"vocabulary", "length", "shared", "logits", "rewards", "function"});
  const Sizes sizes = read_sizes(json);
  TableContent content{
      .vocabulary = sizes.vocabulary,
      .length = sizes.length,
      .shared = sizes.shared,
      .logits = {},
      .rewards = {},
  };
  const Names prefixes{.object = "logits",
                       .vocabulary = sizes.vocabulary,
                       .shortest = 0,
                       .longest = sizes.shared ? 0 : sizes.length - 1};
  take_all(json, prefixes, [&](const Json& value, const std::string& what) {
    const auto row = row_of(value, sizes.vocabulary, what);
    content.logits.insert(content.logits.end(), row.begin(), row.end());
  });
  if (json.contains("function") == json.contains("rewards")) {
    throw InputError("give either 'rewards' or, of one relaxed vector, a 'function'");
  }
  if (json.contains("function")) {
    content.function = read_function(object_at(json, "function"), sizes);
  } else {
    const Names sequences{.object = "rewards",
                          .vocabulary = sizes.vocabulary,
                          .shortest = sizes.length,
                          .longest = sizes.length};
    take_all(json, sequences, [&](const Json& value, const std::string& what) {
      content.rewards.push_back(number_of(value, what));
    });
  }
  return GradientTable(std::move(content));
}

GradientTable read_table(const std::filesystem::path& path) {
  const std::string text = read_file(path, kMaximumBytes);
  return with_place([&] { return input_name(path); }, [&] { return parse_table(text); });
}

}  // namespace lingan::gradients
