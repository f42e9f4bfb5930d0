#include <lingan/gan/training/best_generator.h>

#include <nlohmann/json.hpp>

namespace lingan {
namespace {

const std::string kPrefix = "best.";

}  // namespace

bool BestGenerator::offer(const Generator& generator, double value) {
  if (has_value_ && !(value < value_)) return false;
  value_ = value;
  has_value_ = true;
  keep(generator);
  return true;
}

void BestGenerator::keep(const Generator& generator) {
  weights_.clear();
  for (const auto& parameter : generator.named_parameters()) {
    weights_[parameter.key()] = parameter.value().detach().clone();
  }
}

void BestGenerator::copy_to(Generator& generator) const {
  if (!weights_.empty()) restore_tensors(generator, "", {weights_, {}});
}

void BestGenerator::save(nlohmann::json& position, TensorFile& file) const {
  position["best_value"] = value_;
  position["has_best"] = has_value_;
  for (const auto& [name, tensor] : weights_) file.tensors[kPrefix + name] = tensor;
}

void BestGenerator::restore(const nlohmann::json& position, const TensorFile& file,
                            Generator& generator) {
  value_ = position.at("best_value").get<double>();
  has_value_ = position.at("has_best").get<bool>();
  weights_ = tensors_under(file, kPrefix);
  if (has_value_ || !weights_.empty()) restore_tensors(generator, kPrefix, file);
}

}  // namespace lingan
