#include <lingan/gan/training/best_generator.h>

#include <cmath>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/json_value.h>

namespace lingan {
namespace {

const std::string kPrefix = "best.";
const std::string kChosen = "lingan.chosen";

}  // namespace

void WeightsOrigin::describe(TensorFile& file) const {
  const nlohmann::ordered_json json = {{"phase", phase}, {"step", step}, {"figure", figure}};
  file.metadata[kChosen] = json.dump();
}

WeightsOrigin WeightsOrigin::described(const TensorFile& file) {
  const auto text = file.metadata.find(kChosen);
  if (text == file.metadata.end()) return {};
  try {
    const auto json = parse_json(text->second);
    return {.phase = json_value<std::string>(json, "phase"),
            .step = json_value<int64_t>(json, "step"),
            .figure = json_value<std::string>(json, "figure")};
  } catch (const InputError& error) {
    throw InputError("metadata " + kChosen + ": " + error.what());
  }
}

bool BestGenerator::offer(const Generator& generator, double value, const WeightsOrigin& origin) {
  if (std::isnan(value) || (value_ && value >= *value_)) return false;
  value_ = value;
  keep(generator, origin);
  return true;
}

void BestGenerator::keep(const Generator& generator, const WeightsOrigin& origin) {
  origin_ = origin;
  weights_.clear();
  for (const auto& parameter : generator.named_parameters()) {
    weights_[parameter.key()] = parameter.value().detach().clone();
  }
}

void BestGenerator::copy_to(Generator& generator) const {
  if (!weights_.empty()) restore_tensors(generator, "", {weights_, {}});
}

void BestGenerator::save(nlohmann::json& position, TensorFile& file) const {
  if (value_) position["best_value"] = *value_;
  position["best_origin"] = {origin_.phase, origin_.step, origin_.figure};
  for (const auto& [name, tensor] : weights_) file.tensors[kPrefix + name] = tensor;
}

void BestGenerator::restore(const nlohmann::json& position, const TensorFile& file,
                            Generator& generator) {
  value_.reset();
  // Version 0.1 had a value always, and told by another key whether it was one.
  const auto value = position.find("best_value");
  const bool has_value = position.value("has_best", true) && value != position.end();
  if (has_value && !value->is_null()) value_ = value->get<double>();
  origin_ = {};
  if (const auto origin = position.find("best_origin"); origin != position.end()) {
    origin_ = {origin->at(0).get<std::string>(), origin->at(1).get<int64_t>(),
               origin->at(2).get<std::string>()};
  }
  weights_ = tensors_under(file, kPrefix);
  if (value_ || !weights_.empty()) restore_tensors(generator, kPrefix, file);
}

}  // namespace lingan
