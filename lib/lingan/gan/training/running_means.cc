#include <lingan/gan/training/running_means.h>

#include <nlohmann/json.hpp>

namespace lingan {

void RunningMeans::add(const std::string& name, double value, double weight) {
  Sum& sum = sums_[name];
  sum.sum += value * weight;
  sum.weights += weight;
}

std::map<std::string, double> RunningMeans::take() {
  std::map<std::string, double> means;
  for (const auto& [name, sum] : sums_) means[name] = sum.sum / sum.weights;
  sums_.clear();
  return means;
}

nlohmann::json RunningMeans::save() const {
  nlohmann::json sums = nlohmann::json::object();
  for (const auto& [name, sum] : sums_) sums[name] = {sum.sum, sum.weights};
  return sums;
}

void RunningMeans::restore(const nlohmann::json& sums) {
  sums_.clear();
  for (const auto& [name, sum] : sums.items()) {
    sums_[name] = {sum.at(0).get<double>(), sum.at(1).get<double>()};
  }
}

}  // namespace lingan
