//! Where the resources of further providers keep data: services that are run in the clouds of others, and name those
//! clouds' regions in their own ways. Sorted by name.

use super::types::{Type, backed_up, copied, link, store, store_at};

pub(crate) static TYPES: &[Type] = &[
    store_at("aiven_cassandra", "cloud_name", &[]),
    store_at("aiven_clickhouse", "cloud_name", &[]),
    store_at("aiven_dragonfly", "cloud_name", &[]),
    store_at("aiven_kafka", "cloud_name", &[]),
    store_at("aiven_mysql", "cloud_name", &[]),
    store_at("aiven_opensearch", "cloud_name", &[]),
    store_at("aiven_pg", "cloud_name", &[]),
    store_at("aiven_redis", "cloud_name", &[]),
    store_at("aiven_thanos", "cloud_name", &[]),
    store_at("aiven_valkey", "cloud_name", &[]),
    store_at("cloudflare_d1_database", "primary_location_hint", &[]),
    store_at("cloudflare_r2_bucket", "location", &[]),
    store("ec_deployment", &[]),
    store_at("mongodbatlas_advanced_cluster", "replication_specs.region_configs.region_name", &[]),
    link("mongodbatlas_cloud_backup_schedule", "cluster_name", &[backed_up("copy_settings.region_name")]),
    store_at("mongodbatlas_cluster", "replication_specs.regions_config.region_name provider_region_name", &[]),
    store_at("mongodbatlas_flex_cluster", "provider_settings.region_name", &[]),
    store_at("mongodbatlas_serverless_instance", "provider_settings_region_name", &[]),
    store_at("neon_project", "region_id", &[]),
    store_at("rediscloud_active_active_subscription_regions", "region.region", &[]),
    store_at("rediscloud_subscription", "cloud_provider.region.region", &[]),
    store("supabase_project", &[]),
    store_at("timescale_service", "region_code", &[]),
    store_at("upstash_redis_database", "primary_region region", &[copied("read_regions")]),
];
