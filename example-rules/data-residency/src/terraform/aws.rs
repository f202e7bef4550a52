//! Where the resources of the `aws` provider keep data. Sorted by name. The region of a resource itself is its
//! `region`, ARN or zone, else its provider's; the paths here lead to the other places.

use super::types::{
    Type, backed_up, backed_up_to, backup, backup_of, copied, copied_to, link, part, replica, store, within,
};

pub(crate) static TYPES: &[Type] = &[
    backup("aws_ami_copy", &[]),
    backup("aws_ami_from_instance", &[]),
    store("aws_athena_database", &[]),
    backup("aws_backup_logically_air_gapped_vault", &[]),
    // Into a vault of its own region, and from there to others.
    backup("aws_backup_plan", &[backed_up_to("rule.copy_action.destination_vault_arn")]),
    backup("aws_backup_vault", &[]),
    link("aws_cloudtrail", "", &[copied_to("s3_bucket_name")]),
    store("aws_cloudwatch_log_group", &[]),
    store("aws_codecommit_repository", &[]),
    store("aws_cognito_user_pool", &[]),
    store("aws_dax_cluster", &[]),
    backup_of("aws_db_cluster_snapshot", "db_cluster_identifier", &[]),
    store("aws_db_instance", &[]),
    backup_of("aws_db_instance_automated_backups_replication", "source_db_instance_arn", &[]),
    backup_of("aws_db_snapshot", "db_instance_identifier", &[]),
    backup("aws_db_snapshot_copy", &[backed_up("destination_region")]),
    backup(
        "aws_dlm_lifecycle_policy",
        &[
            backed_up("policy_details.schedule.cross_region_copy_rule.target_region"),
            backed_up("policy_details.schedule.cross_region_copy_rule.target"),
            backed_up("policy_details.action.cross_region_copy.target"),
            backed_up("default_policy.cross_region_copy_target.target_region"),
        ],
    ),
    store("aws_dms_replication_instance", &[]),
    store("aws_docdb_cluster", &[]),
    store("aws_docdb_cluster_instance", &[]),
    backup_of("aws_docdb_cluster_snapshot", "db_cluster_identifier", &[]),
    store("aws_docdbelastic_cluster", &[]),
    store("aws_dynamodb_global_table", &[copied("replica.region_name")]),
    store("aws_dynamodb_table", &[copied("replica.region_name")]),
    link("aws_dynamodb_table_export", "table_arn", &[backed_up_to("s3_bucket")]),
    part("aws_dynamodb_table_item", "table_name"),
    replica("aws_dynamodb_table_replica", "global_table_arn"),
    backup_of("aws_ebs_snapshot", "volume_id", &[]),
    backup("aws_ebs_snapshot_copy", &[]),
    backup("aws_ebs_snapshot_import", &[]),
    store("aws_ebs_volume", &[]),
    link("aws_ecr_replication_configuration", "", &[copied("replication_configuration.rule.destination.region")]),
    store("aws_ecr_repository", &[]),
    store("aws_efs_file_system", &[]),
    link(
        "aws_efs_replication_configuration",
        "source_file_system_id",
        &[
            copied("destination.region"),
            copied("destination.availability_zone_name"),
            copied_to("destination.file_system_id").computed(),
        ],
    ),
    store("aws_elasticache_cluster", &[]),
    store("aws_elasticache_replication_group", &[]),
    store("aws_elasticache_serverless_cache", &[]),
    store("aws_elasticsearch_domain", &[]),
    backup("aws_fsx_backup", &[]),
    store("aws_fsx_file_cache", &[]),
    store("aws_fsx_lustre_file_system", &[]),
    store("aws_fsx_ontap_file_system", &[]),
    part("aws_fsx_ontap_volume", "storage_virtual_machine_id"),
    store("aws_fsx_openzfs_file_system", &[]),
    part("aws_fsx_openzfs_volume", "parent_volume_id"),
    store("aws_fsx_windows_file_system", &[]),
    store("aws_glacier_vault", &[]),
    store("aws_instance", &[]),
    link("aws_keyspaces_keyspace", "", &[copied("replication_specification.region_list")]),
    store("aws_keyspaces_table", &[]),
    link(
        "aws_kinesis_firehose_delivery_stream",
        "",
        &[
            copied_to("extended_s3_configuration.bucket_arn"),
            copied_to("extended_s3_configuration.s3_backup_configuration.bucket_arn"),
            copied_to("elasticsearch_configuration.domain_arn"),
            copied_to("elasticsearch_configuration.s3_configuration.bucket_arn"),
            copied_to("http_endpoint_configuration.s3_configuration.bucket_arn"),
            copied_to("opensearch_configuration.domain_arn"),
            copied_to("opensearch_configuration.s3_configuration.bucket_arn"),
            copied_to("redshift_configuration.s3_configuration.bucket_arn"),
            copied_to("splunk_configuration.s3_configuration.bucket_arn"),
            copied_to("iceberg_configuration.s3_configuration.bucket_arn"),
            copied_to("s3_configuration.bucket_arn"),
        ],
    ),
    store("aws_kinesis_stream", &[]),
    store("aws_lightsail_bucket", &[]),
    store("aws_lightsail_database", &[]),
    store("aws_lightsail_disk", &[]),
    store("aws_lightsail_instance", &[]),
    store("aws_memorydb_cluster", &[]),
    backup("aws_memorydb_snapshot", &[]),
    store("aws_mq_broker", &[]),
    store("aws_msk_cluster", &[]),
    link("aws_msk_replicator", "", &[copied_to("kafka_cluster.amazon_msk_cluster.msk_cluster_arn")]),
    store("aws_msk_serverless_cluster", &[]),
    store("aws_neptune_cluster", &[]),
    store("aws_neptune_cluster_instance", &[]),
    backup_of("aws_neptune_cluster_snapshot", "db_cluster_identifier", &[]),
    store("aws_neptunegraph_graph", &[]),
    store("aws_opensearch_domain", &[]),
    store("aws_opensearchserverless_collection", &[]),
    store("aws_qldb_ledger", &[]),
    store("aws_rds_cluster", &[]),
    store("aws_rds_cluster_instance", &[]),
    backup_of(
        "aws_rds_cluster_snapshot_copy",
        "source_db_cluster_snapshot_identifier",
        &[backed_up("destination_region")],
    ),
    link("aws_rds_export_task", "source_arn", &[backed_up_to("s3_bucket_name")]),
    store("aws_redshift_cluster", &[backed_up("snapshot_copy.destination_region")]),
    backup_of("aws_redshift_cluster_snapshot", "cluster_identifier", &[]),
    link("aws_redshift_snapshot_copy", "cluster_identifier", &[backed_up("destination_region")]),
    store("aws_redshiftserverless_namespace", &[]),
    backup_of("aws_redshiftserverless_snapshot", "namespace_name", &[]),
    store("aws_s3_bucket", &[copied_to("replication_configuration.rules.destination.bucket").computed()]),
    within("aws_s3_bucket_object", "bucket", &[]),
    link("aws_s3_bucket_replication_configuration", "bucket", &[copied_to("rule.destination.bucket")]),
    store("aws_s3_directory_bucket", &[]),
    within("aws_s3_object", "bucket", &[]),
    within("aws_s3_object_copy", "bucket", &[]),
    link("aws_s3control_multi_region_access_point", "", &[copied_to("details.region.bucket")]),
    store("aws_s3tables_table_bucket", &[]),
    store("aws_s3vectors_vector_bucket", &[]),
    store("aws_sagemaker_feature_group", &[]),
    store("aws_secretsmanager_secret", &[copied("replica.region").computed()]),
    part("aws_secretsmanager_secret_version", "secret_id"),
    store("aws_simpledb_domain", &[]),
    store("aws_sqs_queue", &[]),
    link("aws_ssm_resource_data_sync", "", &[copied("s3_destination.region")]),
    store("aws_storagegateway_cached_iscsi_volume", &[]),
    store("aws_storagegateway_stored_iscsi_volume", &[]),
    store("aws_timestreaminfluxdb_db_instance", &[]),
    store("aws_timestreamwrite_database", &[]),
    part("aws_timestreamwrite_table", "database_name"),
    store("aws_workspaces_workspace", &[]),
];

/// Types, without the name of the provider, that hold no data at rest, whatever their name or tags suggest. A closing
/// `*` covers all that begin so.
pub(crate) const WITHOUT_DATA: &str = "\
    acm_* acmpca_* alb* api_gateway_* apigatewayv2_* appautoscaling_* autoscaling_* backup_framework \
    backup_global_settings backup_region_settings backup_report_plan backup_selection \
    backup_vault_lock_configuration backup_vault_notifications backup_vault_policy cloudfront_* \
    cloudwatch_composite_alarm cloudwatch_dashboard cloudwatch_event_* cloudwatch_log_* cloudwatch_metric_* \
    cognito_identity_* cognito_user_pool_* customer_gateway datasync_* db_event_subscription \
    db_instance_role_association db_option_group db_parameter_group db_proxy* db_subnet_group default_* \
    dms_endpoint dms_replication_subnet_group dms_replication_task docdb_global_cluster \
    dynamodb_contributor_insights dynamodb_kinesis_streaming_destination dynamodb_resource_policy dynamodb_tag \
    ec2_* ecr_lifecycle_policy ecr_pull_through_cache_rule ecr_registry_* ecr_repository_* ecs_* efs_access_point \
    efs_backup_policy efs_file_system_policy efs_mount_target eip* eks_* elastic_beanstalk_* \
    elasticache_global_replication_group elasticache_parameter_group elasticache_subnet_group elasticache_user* \
    elb* flow_log glue_catalog_* glue_crawler glue_job iam_* internet_gateway* key_pair kms_* lambda_* launch_* \
    lb* main_route_table_association nat_gateway neptune_global_cluster network_* networkfirewall_* \
    placement_group rds_cluster_endpoint rds_cluster_parameter_group rds_cluster_role_association \
    rds_global_cluster redshift_parameter_group redshift_subnet_group resourcegroups_* route* s3_access_point \
    s3_account_public_access_block s3_bucket_* s3control_* secretsmanager_secret_policy \
    secretsmanager_secret_rotation security_group* service_discovery_* sfn_* sns_* sqs_queue_* ssm_* subnet* \
    volume_attachment vpc* vpn_* waf* xray_*";
