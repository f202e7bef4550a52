//! Where the resources of the `azurerm` provider keep data. Sorted by name. The place of a resource itself is its
//! `location`; the paths here lead to the other places, and the settings that have Azure copy data to the region
//! paired with it.

use super::types::{Type, backup, copied, copied_to, link, paired, paired_unless, store, store_at, within};
use crate::policy::Role::{Backup, Replication};

/// Values of `account_replication_type`.
const GEO_REPLICATION: &str = "GRS RAGRS GZRS RAGZRS";
/// Values of a switch.
const ON: &str = "true Enabled";

pub(crate) static TYPES: &[Type] = &[
    store("azurerm_api_management", &[copied("additional_location.location")]),
    store("azurerm_app_configuration", &[copied("replica.location")]),
    store("azurerm_application_insights", &[]),
    backup("azurerm_backup_container_storage_account", &[]),
    store("azurerm_container_registry", &[copied("georeplications.location")]),
    store_at(
        "azurerm_cosmosdb_account",
        "geo_location.location location",
        &[paired_unless(Backup, &["backup.storage_redundancy backup.type", "Geo Periodic"])],
    ),
    within("azurerm_cosmosdb_cassandra_keyspace", "account_name", &[]),
    within("azurerm_cosmosdb_cassandra_table", "cassandra_keyspace_id", &[]),
    within("azurerm_cosmosdb_gremlin_database", "account_name", &[]),
    within("azurerm_cosmosdb_gremlin_graph", "account_name", &[]),
    within("azurerm_cosmosdb_mongo_collection", "account_name", &[]),
    within("azurerm_cosmosdb_mongo_database", "account_name", &[]),
    store("azurerm_cosmosdb_postgresql_cluster", &[]),
    within("azurerm_cosmosdb_sql_container", "account_name", &[]),
    within("azurerm_cosmosdb_sql_database", "account_name", &[]),
    within("azurerm_cosmosdb_table", "account_name", &[]),
    backup("azurerm_data_protection_backup_vault", &[paired(Backup, &["redundancy", "GeoRedundant"])]),
    store("azurerm_databricks_workspace", &[]),
    store("azurerm_elastic_san", &[]),
    within("azurerm_eventhub", "namespace_id namespace_name", &[]),
    store("azurerm_eventhub_namespace", &[]),
    link("azurerm_eventhub_namespace_disaster_recovery_config", "namespace_name", &[copied_to("partner_namespace_id")]),
    store("azurerm_healthcare_workspace", &[]),
    store("azurerm_hpc_cache", &[]),
    store("azurerm_iothub", &[]),
    store("azurerm_key_vault", &[]),
    within("azurerm_key_vault_secret", "key_vault_id", &[]),
    store("azurerm_kusto_cluster", &[]),
    within("azurerm_kusto_database", "cluster_name", &[]),
    store("azurerm_linux_virtual_machine", &[]),
    store("azurerm_log_analytics_workspace", &[]),
    store("azurerm_managed_disk", &[]),
    store("azurerm_managed_lustre_file_system", &[]),
    store("azurerm_managed_redis", &[]),
    store("azurerm_mariadb_server", &[paired(Backup, &["geo_redundant_backup_enabled", ON])]),
    store("azurerm_mongo_cluster", &[]),
    within("azurerm_mssql_database", "server_id", &[paired_unless(Backup, &["storage_account_type", "Geo GeoZone"])]),
    link("azurerm_mssql_failover_group", "server_id", &[copied_to("partner_server.id")]),
    within("azurerm_mssql_managed_database", "managed_instance_id", &[]),
    store("azurerm_mssql_managed_instance", &[paired_unless(Backup, &["storage_account_type", "GRS GZRS"])]),
    link(
        "azurerm_mssql_managed_instance_failover_group",
        "managed_instance_id",
        &[copied_to("partner_managed_instance_id"), copied("partner_region.location").computed()],
    ),
    within("azurerm_mysql_flexible_database", "server_name", &[]),
    store("azurerm_mysql_flexible_server", &[paired(Backup, &["geo_redundant_backup_enabled", ON])]),
    store("azurerm_mysql_server", &[paired(Backup, &["geo_redundant_backup_enabled", ON])]),
    store("azurerm_netapp_volume", &[copied("data_protection_replication.remote_volume_location")]),
    store("azurerm_oracle_autonomous_database", &[]),
    store("azurerm_postgresql_flexible_server", &[paired(Backup, &["geo_redundant_backup_enabled", ON])]),
    within("azurerm_postgresql_flexible_server_database", "server_id", &[]),
    store("azurerm_postgresql_server", &[paired(Backup, &["geo_redundant_backup_enabled", ON])]),
    backup("azurerm_recovery_services_vault", &[paired_unless(Backup, &["storage_mode_type", "GeoRedundant"])]),
    store("azurerm_redis_cache", &[]),
    store("azurerm_redis_enterprise_cluster", &[]),
    within("azurerm_redis_enterprise_database", "cluster_id", &[copied_to("linked_database_id").computed()]),
    link("azurerm_redis_linked_server", "target_redis_cache_name", &[copied("linked_redis_cache_location")]),
    store("azurerm_search_service", &[]),
    store("azurerm_servicebus_namespace", &[]),
    link(
        "azurerm_servicebus_namespace_disaster_recovery_config",
        "primary_namespace_id",
        &[copied_to("partner_namespace_id")],
    ),
    within("azurerm_servicebus_queue", "namespace_id", &[]),
    within("azurerm_servicebus_topic", "namespace_id", &[]),
    store("azurerm_shared_image_version", &[copied("target_region.name")]),
    link("azurerm_site_recovery_replicated_vm", "source_vm_id", &[copied_to("target_resource_group_id")]),
    backup("azurerm_snapshot", &[]),
    store("azurerm_storage_account", &[paired(Replication, &["account_replication_type", GEO_REPLICATION])]),
    within("azurerm_storage_blob", "storage_account_id storage_account_name", &[]),
    within("azurerm_storage_container", "storage_account_id storage_account_name", &[]),
    within("azurerm_storage_data_lake_gen2_filesystem", "storage_account_id", &[]),
    link(
        "azurerm_storage_object_replication",
        "source_storage_account_id",
        &[copied_to("destination_storage_account_id")],
    ),
    within("azurerm_storage_queue", "storage_account_id storage_account_name", &[]),
    within("azurerm_storage_share", "storage_account_id storage_account_name", &[]),
    within("azurerm_storage_share_directory", "storage_share_id storage_share_url", &[]),
    within("azurerm_storage_share_file", "storage_share_id storage_share_url", &[]),
    store("azurerm_storage_sync", &[]),
    within("azurerm_storage_table", "storage_account_id storage_account_name", &[]),
    within("azurerm_storage_table_entity", "storage_table_id", &[]),
    store("azurerm_stream_analytics_job", &[]),
    within(
        "azurerm_synapse_sql_pool",
        "synapse_workspace_id",
        &[paired_unless(Backup, &["geo_backup_policy_enabled", ON])],
    ),
    store("azurerm_synapse_workspace", &[]),
    store("azurerm_virtual_machine", &[]),
    store("azurerm_windows_virtual_machine", &[]),
];

/// Types, without the name of the provider, that hold no data at rest, whatever their name or tags suggest. A closing
/// `*` covers all that begin so.
pub(crate) const WITHOUT_DATA: &str = "\
    application_gateway application_insights_* backup_policy_* backup_protected_* cdn_* container_app* \
    container_registry_* cosmosdb_sql_function cosmosdb_sql_role_* cosmosdb_sql_stored_procedure \
    cosmosdb_sql_trigger data_factory* data_protection_backup_instance_* data_protection_backup_policy_* \
    disk_encryption_set dns_* eventhub_authorization_rule eventhub_consumer_group firewall* frontdoor* \
    function_app* image key_vault_* kubernetes_* lb* linux_function_app* linux_web_app* log_analytics_* monitor_* \
    mssql_database_extended_auditing_policy mssql_elasticpool mssql_firewall_rule mssql_server mssql_server_* \
    mssql_virtual_network_rule mysql_flexible_* nat_gateway* network_* policy_* postgresql_flexible_* private_* \
    public_ip* redis_firewall_rule resource_group role_* route* security_center_* service_plan site_recovery_* \
    storage_account_* storage_management_policy stream_analytics_* subnet* subscription* traffic_manager_* \
    user_assigned_identity virtual_machine_* virtual_network* web_app* windows_function_app* windows_web_app*";
