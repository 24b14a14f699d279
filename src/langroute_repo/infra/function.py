"""The validator's function: its archive, what it may do, and who may call it."""

from langroute_repo.infra.archive import HANDLER
from langroute_repo.infra.resources import (
    ACCOUNT,
    Data,
    Resources,
    allow,
    attribute,
    here,
    ref,
    resource,
    role,
    trust,
)
from langroute_repo.infra.settings import Settings
from langroute_repo.tree.files.environment import PREFIX

RUNTIME = "python3.13"
LONGEST = 15  # seconds, after which AppConfig gives up
MEMORY = 1024  # MB; Lambda gives processor time by memory
KEPT_DAYS = 90


def function(settings: Settings) -> Resources:
    log = f"/{settings.infra.prefix or PREFIX}/{settings.name}/validator"
    return {
        "ValidatorLog": resource(
            "Logs::LogGroup",
            {"LogGroupName": log, "RetentionInDays": KEPT_DAYS},
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
        ),
        "ValidatorRole": _role(settings, log),
        "Validator": _function(settings),
        "ValidatorPermission": permission("Application"),
    }


def _role(settings: Settings, log: str) -> Data:
    return role(
        f"{settings.stack}-validator",
        "The validator writes its log with it.",
        trust({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole"),
        [
            allow(
                "Log",
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                here("logs", f"log-group:{log}:log-stream:*"),
            )
        ],
    )


def _function(settings: Settings) -> Data:
    validator = settings.validator
    return resource(
        "Lambda::Function",
        {
            "FunctionName": validator.name,
            "Description": f"Holds documents against the rules before {settings.name} gets them.",
            "Runtime": RUNTIME,
            "Handler": HANDLER,
            "Code": {"S3Bucket": settings.infra.bucket, "S3Key": validator.key},
            "Environment": {"Variables": validator.variables},
            "Role": attribute("ValidatorRole", "Arn"),
            "MemorySize": MEMORY,
            "Timeout": LONGEST,
            "LoggingConfig": {"LogGroup": ref("ValidatorLog")},
        },
    )


def permission(application: str) -> Data:
    """For AppConfig to ask the validator about an application's documents."""
    return resource(
        "Lambda::Permission",
        {
            "FunctionName": ref("Validator"),
            "Action": "lambda:InvokeFunction",
            "Principal": "appconfig.amazonaws.com",
            "SourceAccount": ACCOUNT,
            # AWS does not document whether it names the application or something below it.
            "SourceArn": here("appconfig", f"application/${{{application}}}*"),
        },
    )
