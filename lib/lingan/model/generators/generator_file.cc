#include <lingan/model/generators/generator_file.h>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <lingan/base/card.h>
#include <lingan/base/error.h>
#include <lingan/base/json_value.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

const std::string kKey = "lingan.generator";

void take_described(const std::string& text, GeneratorOptions& options) {
  try {
    const auto json = parse_json(text);
    options.cell = json_value<std::string>(json, "cell");
    const auto specials = json.value("specials", nlohmann::json::object());
    options.specials = {.pad = json_value<int32_t>(specials, "pad"),
                        .bos = json_value<int32_t>(specials, "bos"),
                        .eos = json_value<int32_t>(specials, "eos"),
                        .unk = json_value<int32_t>(specials, "unk")};
  } catch (const InputError& error) {
    throw InputError("metadata " + kKey + ": " + error.what());
  }
  if (card_named(generators(), options.cell) != nullptr) return;
  throw InputError("metadata " + kKey + ": " +
                   unknown_name("cell", options.cell, card_names(generators())));
}

}  // namespace

std::map<std::string, std::string> describe_generator(const GeneratorOptions& options) {
  const SpecialTokens& specials = options.specials;
  const nlohmann::ordered_json json = {{"cell", options.cell},
                                       {"specials",
                                        {{"pad", specials.pad},
                                         {"bos", specials.bos},
                                         {"eos", specials.eos},
                                         {"unk", specials.unk}}}};
  return {{kKey, json.dump()}};
}

GeneratorOptions described_generator(const TensorFile& file, const SpecialTokens& otherwise) {
  const torch::Tensor& embedding = tensor_of(file, "embedding", {-1, -1});
  const torch::Tensor& recurrent = tensor_of(file, "weight_hh_l0", {-1, -1});
  GeneratorOptions options;
  options.vocabulary_size = embedding.size(0);
  options.embedding_width = embedding.size(1);
  options.hidden_width = recurrent.size(1);
  options.cell = recurrent.size(0) == 3 * recurrent.size(1) ? "gru" : "lstm";
  options.specials = otherwise;
  while (file.tensors.contains("weight_hh_l" + std::to_string(options.layers))) ++options.layers;
  options.tied_embeddings = !file.tensors.contains("output_weight");
  const auto described = file.metadata.find(kKey);
  if (described != file.metadata.end()) take_described(described->second, options);
  return options;
}

const torch::Tensor& tensor_of(const TensorFile& file, const std::string& name,
                               const std::vector<int64_t>& shape) {
  const auto entry = file.tensors.find(name);
  if (entry == file.tensors.end()) throw InputError("tensor " + name + " is missing");
  const auto sizes = entry->second.sizes();
  bool fits = sizes.size() == shape.size();
  for (size_t i = 0; fits && i < shape.size(); ++i) {
    fits = shape[i] == -1 ? sizes[i] > 0 : sizes[i] == shape[i];
  }
  if (fits) return entry->second;
  throw InputError(fmt::format("tensor {}: shape [{}], expected [{}]", name, fmt::join(sizes, ", "),
                               fmt::join(shape, ", ")));
}

}  // namespace lingan
